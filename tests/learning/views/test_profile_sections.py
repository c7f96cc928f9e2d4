"""What learning adds to the profile: expertise, interests, becoming a mentor."""

import pytest

from learning.enums import Vetting
from learning.models import Learner, Mentor, Skill
from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import AuditEvent, RoleGrant
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def skills():
    domain = make.domain()
    return [
        Skill.objects.create(name=name, slug=name.lower(), domain=domain)
        for name in ("Python", "Rust", "Go")
    ]


def text(answer):
    return answer.content.decode()


def expertise(**changes):
    return {
        "domains": ["programming"],
        "skills": ["python", "rust"],
        "languages": ["English", "Hindi"],
        "hourly_price_rupees": "450.50",
    } | changes


def teaching(**changes):
    return expertise(headline="I read your code aloud") | changes


def test_a_mentor_says_what_they_teach_and_their_page_says_it_too(client, skills):
    mentor = make.mentor("Asha Raman", headline="I listen")
    client.force_login(mentor.user)
    assert client.post("/profile/expertise/", expertise()).status_code == 302
    mentor.refresh_from_db()
    assert (mentor.headline, mentor.hourly_price) == ("I listen", 45_050)
    assert {skill.slug for skill in mentor.skills.all()} == {"python", "rust"}
    assert mentor.languages == ["English", "Hindi"]
    page = text(client.get(mentor.get_absolute_url()))
    assert "Rust" in page
    assert "Hindi" in page
    form = " ".join(text(client.get("/profile/expertise/")).split())
    assert 'value="450.5"' in form
    assert 'value="python" checked' in form
    assert 'value="go" checked' not in form


def test_a_mentors_new_name_is_on_their_page(client):
    mentor = make.mentor("Asha Raman")
    client.force_login(mentor.user)
    client.post("/profile/info/", {"name": "Asha Rao"})
    assert "Asha Rao" in text(client.get(mentor.get_absolute_url()))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hourly_price_rupees": "0.50"}, "at least ₹1"),
        ({"hourly_price_rupees": "-5"}, "greater than or equal to 0"),
        ({"hourly_price_rupees": "1e9"}, "less than or equal to"),
        ({"hourly_price_rupees": "NaN"}, "Enter a number"),
        ({"skills": ["telepathy"]}, "can&#x27;t be chosen any more"),
        ({"domains": [], "skills": []}, "Choose at least one topic."),
        ({"languages": []}, "This field is required"),
    ],
)
def test_what_nobody_can_teach_is_refused_and_what_was_typed_stays(client, skills, changes, words):
    mentor = make.mentor(hourly_price=10_000)
    client.force_login(mentor.user)
    answer = client.post("/profile/expertise/", expertise(**changes))
    assert answer.status_code == 400
    assert words in text(answer)
    typed = expertise(**changes)["hourly_price_rupees"]
    assert f'value="{typed}"' in text(answer)
    mentor.refresh_from_db()
    assert mentor.hourly_price == 10_000


def test_a_learner_says_what_they_would_like_to_learn(client, skills):
    user = make.person()
    client.force_login(user)
    client.post("/profile/interests/", {"about": "Nights only.", "interests": ["go"]})
    learner = Learner.objects.get(user=user)
    assert learner.about == "Nights only."
    assert [skill.slug for skill in learner.interests.all()] == ["go"]
    assert 'value="go" checked' in " ".join(text(client.get("/profile/interests/")).split())
    assert client.post("/profile/interests/", {"interests": ["x"]}).status_code == 400


def test_each_sees_the_sections_of_their_roles_only(client):
    learner, mentor = make.person(), make.mentor().user
    client.force_login(learner)
    assert client.get("/profile/expertise/").status_code == 404
    assert client.post("/profile/expertise/", expertise()).status_code == 404
    client.force_login(mentor)
    assert client.get("/profile/interests/").status_code == 404
    assert client.get("/profile/teach/").status_code == 404


def test_a_learner_asks_to_teach_waits_for_approval_and_stays_a_learner(client, skills):
    user = make.person("Kavya Nair")
    client.force_login(user)
    assert "Teach on PeerLearn" in text(client.get("/profile/"))
    answer = client.post("/profile/teach/", teaching(), follow=True)
    assert answer.redirect_chain == [("/profile/hours/", 302)]
    assert "We read every application" in text(answer)
    mentor = Mentor.objects.get(user=user)
    assert mentor.vetting == Vetting.PENDING
    roles = set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
    assert roles == {Role.LEARNER, Role.MENTOR}
    user.refresh_from_db()
    assert user.home_role == "learner"
    assert AuditEvent.objects.filter(action="teaching_asked", subject=user).count() == 1
    assert client.get(mentor.get_absolute_url()).status_code == 404
    menu = text(client.get("/learner/dashboard/"))
    assert "My teaching" in menu
    assert "My learning" in menu


@pytest.mark.parametrize(
    ("headline", "words"), [("", "This field is required"), ("x" * 141, "at most 140")]
)
def test_who_asks_to_teach_says_so_in_one_line(client, skills, headline, words):
    client.force_login(make.person())
    answer = client.post("/profile/teach/", teaching(headline=headline))
    assert answer.status_code == 400
    assert words in text(answer)
    assert not Mentor.objects.exists()


def test_asking_to_teach_twice_makes_one_mentor(client, skills):
    user = make.person()
    client.force_login(user)
    client.post("/profile/teach/", teaching())
    assert client.post("/profile/teach/", teaching(headline="Again")).status_code == 404
    assert Mentor.objects.get(user=user).headline == "I read your code aloud"


def test_expertise_over_json_changes_one_thing_and_keeps_the_rest(client, skills):
    mentor = make.mentor(domains=[make.domain()], hourly_price=30_000)
    client.force_login(mentor.user)
    url = f"/api/users/{mentor.user.pk}/update/"
    body = {"expertise": {"skills": ["rust"], "hourly_price_rupees": 99}}
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["expertise"] == {
        "domains": ["programming"],
        "skills": ["rust"],
        "languages": ["English"],
        "hourly_price_rupees": "99",
    }
    wrong = {"expertise": {"hourly_price_rupees": "0.5"}}
    refused = client.post(url, wrong, content_type="application/json")
    assert refused.status_code == 400
    assert "expertise.hourly_price_rupees" in refused.json()["fields"]
    assert client.post(url, {"teach": {}}, content_type="application/json").status_code == 400


def test_a_mentor_changes_the_usual_week_and_finds_it_again(client):
    mentor = make.mentor()
    client.force_login(mentor.user)
    week = {"time_zone": "Europe/London", "hours-0-0-from": "09:00", "hours-0-0-to": "12:30"}
    evening = {"hours-4-0-from": "20:00", "hours-4-0-to": "00:00"}
    assert client.post("/profile/hours/", week | evening).status_code == 302
    rows = mentor.weekly_hours.values_list("weekday", "start_minute", "end_minute")
    assert list(rows) == [(0, 540, 750), (4, 1200, 1440)]
    page = text(client.get("/profile/hours/"))
    for shown in ('value="09:00"', 'value="12:30"', 'value="20:00"', 'value="00:00"'):
        assert shown in page
    assert client.post("/profile/hours/", week).status_code == 302
    assert mentor.weekly_hours.count() == 1
    mentor.user.refresh_from_db()
    assert mentor.user.time_zone == "Europe/London"


@pytest.mark.parametrize(
    "hours",
    [
        {"hours-0-0-from": "12:00", "hours-0-0-to": "09:00"},
        {"hours-0-0-from": "09:00"},
        {"hours-0-0-from": "25:00", "hours-0-0-to": "26:00"},
        {
            "hours-0-0-from": "09:00",
            "hours-0-0-to": "12:00",
            "hours-0-1-from": "11:00",
            "hours-0-1-to": "13:00",
        },
        {},
    ],
)
def test_a_week_that_cannot_be_changes_nothing(client, hours):
    mentor = make.mentor()
    client.force_login(mentor.user)
    good = {"time_zone": "Asia/Kolkata", "hours-1-0-from": "09:00", "hours-1-0-to": "10:00"}
    client.post("/profile/hours/", good)
    assert client.post("/profile/hours/", {"time_zone": "Asia/Kolkata"} | hours).status_code == 400
    assert mentor.weekly_hours.get().weekday == 1
