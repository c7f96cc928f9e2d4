"""Signing up over JSON: one answer for every address, clear words for bad input."""

import pytest
from django.core import mail

from learning.enums import Vetting
from learning.models import Learner, Mentor, Skill
from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db

ADDRESS = "meera@example.test"
LEARNER = {
    "role": "learner",
    "name": "Meera Iyer",
    "email": ADDRESS,
    "password": make.PASSWORD,
    "time_zone": "Asia/Kolkata",
    "interests": ["rust"],
}
MENTOR = LEARNER | {
    "role": "mentor",
    "skills": ["rust"],
    "hourly_price": 45_050,
    "hours": [
        {"weekday": 5, "start": "22:00", "end": "00:00"},
        {"weekday": 0, "start": "18:00", "end": "20:30"},
    ],
}


@pytest.fixture(autouse=True)
def skill():
    return Skill.objects.create(name="Rust", slug="rust", domain=make.domain())


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Return a function that posts a body and sends the mails."""

    def post(body):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/api/auth/register/", body, content_type="application/json")

    return post


def test_a_learner_signs_up_and_has_to_confirm_the_address(ask, skill):
    answer = ask(LEARNER)
    assert answer.status_code == 202
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.time_zone, user.roles) == ("Meera Iyer", "Asia/Kolkata", {"learner"})
    assert user.check_password(make.PASSWORD)
    assert list(Learner.objects.get(user=user).interests.all()) == [skill]
    assert mail.outbox[0].to == [ADDRESS]
    assert "/accounts/confirm-email/" in mail.outbox[0].body


def test_a_mentor_signs_up_and_waits_for_approval(ask, skill):
    assert ask(MENTOR).status_code == 202
    mentor = Mentor.objects.get(user__email=ADDRESS)
    assert mentor.user.roles == {Role.MENTOR}
    assert (mentor.vetting, mentor.hourly_price) == (Vetting.PENDING, 45_050)
    assert list(mentor.domains.all()) == [skill.domain]
    assert [str(row) for row in mentor.weekly_hours.all()] == [
        f"{mentor.pk}: day 0, 1080-1230",
        f"{mentor.pk}: day 5, 1320-1440",
    ]


def test_the_answer_is_the_same_for_a_known_address(ask):
    new = ask(LEARNER)
    known = ask(LEARNER | {"email": make.person().email.upper()})
    assert (known.status_code, known.content) == (new.status_code, new.content)
    assert "/reset-password/" in mail.outbox[1].body
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "admin"}, "role"),
        ({"role": ["learner"]}, "role"),
        ({"email": "nobody"}, "email"),
        ({"name": "nul\0"}, "name"),
        ({"name": " "}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "meera iyer"}, "password"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"interests": ["gone"]}, "interests"),
        ({"interests": ["\0"]}, "interests"),
        ({"interests": "rust"}, "interests"),
        ({"role": "mentor"}, "domains"),
        (MENTOR | {"domains": ["gone"]}, "domains"),
        (MENTOR | {"languages": ["Klingon"]}, "languages"),
        (MENTOR | {"hourly_price": 99}, "hourly_price"),
        (MENTOR | {"hourly_price": -100}, "hourly_price"),
        (MENTOR | {"hourly_price": 10**30}, "hourly_price"),
        (MENTOR | {"hours": []}, "hours"),
        (MENTOR | {"hours": [{"weekday": 7, "start": "10:00", "end": "11:00"}]}, "hours"),
        (MENTOR | {"hours": [{"weekday": 1, "start": "11:00", "end": "10:00"}]}, "hours"),
        (MENTOR | {"hours": [{"weekday": 1, "start": "9", "end": "24:01"}]}, "hours"),
        (MENTOR | {"hours": MENTOR["hours"] * 2}, "hours"),
        (MENTOR | {"hours": [None, 7]}, "hours"),
    ],
)
def test_bad_input_gets_a_clear_answer_and_makes_nothing(ask, body, field):
    answer = ask(LEARNER | body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["code"] == "invalid"
    assert field in answer.json()["fields"]
    assert not User.objects.exists()


@pytest.mark.parametrize("body", ["[]", "7", "null", "{", '"learner"'])
def test_what_is_no_object_is_refused(client, body):
    answer = client.post("/api/auth/register", body, content_type="application/json")
    assert answer.status_code == 400


def test_what_else_is_sent_changes_nothing(ask):
    ask(LEARNER | {"is_staff": True, "home_role": "staff", "roles": ["mentor"], "verified": True})
    user = User.objects.get(email=ADDRESS)
    assert (user.is_staff, user.home_role, user.roles) == (False, "learner", {"learner"})
    assert not user.emailaddress_set.get().verified


def test_the_eleventh_sign_up_of_an_hour_has_to_wait(ask):
    answers = [ask({}).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]
