"""One's own profile, page by page, as a browser without scripts would use it."""

import pytest

from peerlearn.accounts.enums import Role
from peerlearn.accounts.services.people import grant_role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    person = make.person("Before")
    client.force_login(person)
    return person


def text(answer):
    return answer.content.decode()


def test_a_person_changes_name_and_languages_and_is_told_so(client, user):
    answer = client.post(
        "/profile/info/", {"name": "Asha Rao", "languages": ["Hindi", "English"]}, follow=True
    )
    assert answer.redirect_chain == [("/profile/info/", 302)]
    assert "Saved." in text(answer)
    user.refresh_from_db()
    assert (user.name, user.languages) == ("Asha Rao", ["Hindi", "English"])
    assert "Asha Rao" in text(client.get("/profile/"))


@pytest.mark.parametrize(
    "form",
    [{"name": ""}, {"name": "A" * 121}, {"name": "Typed", "languages": ["Klingon"]}],
)
def test_a_broken_form_says_so_keeps_what_was_typed_and_changes_nothing(client, user, form):
    answer = client.post("/profile/info/", form)
    assert answer.status_code == 400
    assert f'value="{form["name"]}"' in text(answer) or not form["name"]
    user.refresh_from_db()
    assert user.name == "Before"


def test_times_are_shown_in_the_chosen_zone(client, user):
    client.post("/profile/preferences/", {"time_zone": "Europe/London", "theme": ""})
    assert 'data-zone="Europe/London"' in text(client.get("/profile/"))
    broken = client.post("/profile/preferences/", {"time_zone": "Mars/Olympus"})
    assert broken.status_code == 400
    user.refresh_from_db()
    assert user.time_zone == "Europe/London"


def test_the_theme_of_the_account_is_in_the_page_itself_on_any_device(client, user):
    assert "data-theme=" not in text(client.get("/profile/"))
    client.post("/profile/preferences/", {"theme": "dark"})
    assert 'data-theme="dark"' in text(client.get("/sessions/"))
    assert client.post("/profile/preferences/", {"theme": "sepia"}).status_code == 400


def test_only_somebody_with_both_roles_chooses_the_first_dashboard(client, user):
    assert "Open PeerLearn with" not in text(client.get("/profile/preferences/"))
    client.post("/profile/preferences/", {"theme": "", "home_role": "mentor"})
    user.refresh_from_db()
    assert user.home_role == "learner"
    both = make.person(roles=(Role.LEARNER, Role.MENTOR))
    client.force_login(both)
    assert "Open PeerLearn with" in text(client.get("/profile/preferences/"))
    client.post("/profile/preferences/", {"theme": "", "home_role": "learner"})
    assert client.get("/go/").url == "/learner/dashboard/"
    client.post("/profile/preferences/", {"theme": "", "home_role": "mentor"})
    assert client.get("/go/").url == "/mentor/dashboard/"


def test_a_script_in_a_name_stays_text(client):
    client.force_login(make.person("<script>alert(1)</script>"))
    for page in ("/profile/", "/profile/info/"):
        assert "<script>alert(1)" not in text(client.get(page))


@pytest.mark.parametrize("path", ["/profile/", "/profile/info/", "/profile/preferences/"])
def test_a_visitor_logs_in_first(client, path):
    assert client.get(path).url == f"/login/?next={path}"


def test_a_section_that_is_not_there_is_not_found(client, user):
    assert client.get("/profile/nothing/").status_code == 404
    assert client.post("/profile/nothing/", {}).status_code == 404


def test_a_form_beyond_all_measure_is_refused_in_words(client, user):
    answer = client.post(
        "/profile/info/", "name=" + "A" * 3_000_000, "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert "too large" in text(answer)
    user.refresh_from_db()
    assert user.name == "Before"


def test_somebody_with_both_roles_sees_the_tabs_of_the_side_they_are_on(client):
    mentor = make.mentor().user
    grant_role(user=mentor, role=Role.LEARNER)
    client.force_login(mentor)
    for side, other in (("mentor", "learner"), ("learner", "mentor")):
        page = text(client.get(f"/{side}/dashboard/"))
        tabs = page[page.index('class="bottom-nav"') :]
        assert f'href="/{side}/requests/"' in tabs
        assert f'href="/{other}/requests/"' not in tabs
        assert f'href="/{other}/dashboard/"' in page
