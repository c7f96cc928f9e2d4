"""Who may open which dashboard."""

import pytest

from peerlearn.accounts.enums import Role
from peerlearn.accounts.services.people import grant_role
from tests import factories as make

pytestmark = pytest.mark.django_db

PARTS = ("dashboard", "home", "sessions", "saved", "requests")
LEARNER_PAGES = [
    f"/learner/{page}/" for page in ("dashboard", "home", "sessions", "saved", "requests")
]
MENTOR_PAGES = ["/mentor/dashboard/", "/mentor/sessions/", "/mentor/requests/"]


@pytest.mark.parametrize("path", LEARNER_PAGES + MENTOR_PAGES)
def test_a_visitor_is_sent_to_login_and_back(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url == f"/login/?next={path}"


@pytest.mark.parametrize("path", MENTOR_PAGES)
def test_a_learner_is_told_that_a_mentors_page_is_not_theirs(client, path):
    client.force_login(make.person())
    answer = client.get(path)
    assert answer.status_code == 403
    assert "This page is for mentors." in answer.content.decode()


@pytest.mark.parametrize("path", LEARNER_PAGES)
def test_a_mentor_without_the_learner_role_is_told_so(client, path):
    client.force_login(make.mentor().user)
    assert client.get(path).status_code == 403


def test_somebody_with_both_roles_opens_both(client):
    mentor = make.mentor()
    grant_role(user=mentor.user, role=Role.LEARNER)
    client.force_login(mentor.user)
    for path in LEARNER_PAGES + MENTOR_PAGES:
        assert client.get(path).status_code == 200
