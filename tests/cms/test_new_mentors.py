"""A new mentor's page goes to the editors; their yes makes page and mentor live."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail

from cms.models import MentorPage
from cms.tasks import submit_new_mentors
from learning.enums import Vetting
from learning.models import Mentor
from tests import factories as make
from tests.support.signing_up import TEACHING, finish, walk_mentor

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    user = make.person("Editor", email="editor@example.test", roles=())
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def newcomer(client):
    walk_mentor(client)
    finish(client)
    return Mentor.objects.get()


def test_a_new_mentors_page_is_handed_to_the_editors_once(
    moderator, newcomer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        submit_new_mentors()
        submit_new_mentors()
    page = MentorPage.objects.get(mentor=newcomer)
    assert page.headline == TEACHING["headline"]
    assert not page.live
    assert page.workflow_in_progress
    assert page.current_workflow_state.requested_by == newcomer.user
    assert [message.to for message in mail.outbox] == [[moderator.email]]


def test_the_editors_yes_lets_the_mentor_sell(client, moderator, newcomer):
    submit_new_mentors()
    page = MentorPage.objects.get(mentor=newcomer)
    page.current_workflow_task_state.approve(user=moderator)
    newcomer.refresh_from_db()
    assert newcomer.vetting == Vetting.APPROVED
    assert client.get(newcomer.get_absolute_url()).status_code == 200


def test_a_page_sent_back_is_not_handed_in_again_behind_the_mentors_back(moderator, newcomer):
    submit_new_mentors()
    page = MentorPage.objects.get(mentor=newcomer)
    page.current_workflow_state.cancel(user=moderator)
    submit_new_mentors()
    assert not MentorPage.objects.get(pk=page.pk).workflow_in_progress


def test_mentors_in_draft_are_left_alone():
    mentor = make.mentor(approved=False)
    submit_new_mentors()
    assert not MentorPage.objects.get(mentor=mentor).workflow_in_progress
