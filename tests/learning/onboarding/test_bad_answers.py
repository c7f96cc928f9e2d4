"""Answers that are wrong, tampered with or out of date: a clear word, and nothing lost."""

import pytest

from peerlearn.accounts.models import User
from tests.support.signing_up import (
    ADDRESS,
    INFO,
    TEACHING,
    WEEK,
    finish,
    start,
    walk_learner,
    walk_mentor,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["admin", "staff", "", "learner,mentor", "\0"])
def test_any_other_role_is_refused(client, role):
    answer = start(client, role)
    assert answer.status_code == 400
    assert "Choose one: learner or mentor." in answer.content.decode()
    assert client.get("/register/info/").url == "/register/"


def test_what_else_is_posted_changes_nothing(client):
    extra = {"is_staff": "1", "is_superuser": "1", "home_role": "staff", "roles": "admin"}
    walk_learner(client, **extra)
    finish(client)
    user = User.objects.get(email=ADDRESS)
    assert (user.is_staff, user.is_superuser, user.home_role) == (False, False, "learner")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "not an address"),
        ("email", "a" * 300 + "@example.test"),
        ("name", ""),
        ("name", "x" * 121),
        ("name", "nul\0byte"),
        ("password", "short"),
        ("password", "password123"),
        ("password", "Meera Iyer 1"),
        ("password", "meera@example"),
        ("password", ""),
    ],
)
def test_wrong_info_gets_a_clear_answer_and_loses_nothing(client, field, value):
    start(client)
    answer = client.post("/register/info/", INFO | {field: value})
    assert answer.status_code == 400
    form = answer.context["form"]
    assert set(form.errors) == {field}
    if field != "name":
        assert form["name"].value() == "Meera Iyer"
    assert client.get("/register/confirm/").url == "/register/info/"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("interests", ["no-such-skill"]),
        ("interests", ["rust", "0", "-1", "99999999999999999999", "\0"]),
    ],
)
def test_unknown_skills_are_refused_and_the_others_stay(client, skills, field, value):
    answer = walk_learner(client, profile={field: value})
    assert answer.status_code == 400
    assert "can&#x27;t be chosen any more" in answer.content.decode()
    assert set(answer.context["form"].errors) == {field}


def test_a_mentor_has_to_choose_a_topic_that_exists(client, skills):
    start(client, "mentor")
    client.post("/register/info/", INFO)
    answer = client.post("/register/profile/", TEACHING)
    assert "Choose at least one topic." in answer.content.decode()
    answer = client.post("/register/profile/", TEACHING | {"domains": ["gone", "music"]})
    assert set(answer.context["form"].errors) == {"domains"}
    assert answer.context["form"]["headline"].value() == TEACHING["headline"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"price": "-1"}, "price", "greater than or equal to 0"),
        ({"price": "0.50"}, "price", "₹0 or at least ₹1"),
        ({"price": "1e9"}, "price", "less than or equal to"),
        ({"price": "NaN"}, "price", "Enter a number"),
        ({"price": "10.001"}, "price", "2 decimal places"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "valid choice"),
        ({"hours-0-0-to": ""}, "hours-0-0-to", "Give both times."),
        ({"hours-0-0-to": "17:00"}, "hours-0-0-from", "end after it starts"),
        ({"hours-0-0-from": "25:00"}, "hours-0-0-from", "valid time"),
        (
            {"hours-0-2-from": "19:00", "hours-0-2-to": "21:00"},
            "hours-0-2-from",
            "On Monday 18:00–20:30 and 19:00–21:00 overlap.",
        ),
    ],
)
def test_a_wrong_price_or_week_gets_a_clear_answer_and_loses_nothing(client, wrong, field, words):
    answer = walk_mentor(client, week=wrong)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"]["hours-5-0-from"].value() == "09:00"
    assert client.get("/register/confirm/").url == "/register/availability/"


def test_a_week_without_any_hours_is_asked_for_some(client):
    empty = {name: "" for name in WEEK if name.startswith("hours")}
    assert "at least one stretch" in walk_mentor(client, week=empty).content.decode()


def test_a_topic_that_goes_away_meanwhile_leads_back_to_its_step(client, skills):
    walk_learner(client, profile={"interests": ["tabla"]})
    skills["tabla"].delete()
    assert finish(client).url == "/register/profile/"
    assert not User.objects.exists()


FOREIGN = [
    "https://evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "/\\evil.example",
    "/" + "a" * 501,
    "\0",
]


@pytest.mark.parametrize("target", FOREIGN)
def test_the_wizard_never_leads_to_a_foreign_site(client, target):
    start(client, next=target)
    client.post("/register/info/", INFO)
    client.post("/register/profile/")
    assert finish(client).url == "/login/?registered=1"


def test_too_many_tries_wait_and_lose_nothing(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    start(client)
    client.post("/register/info/", INFO)
    answer = client.post("/register/info/", INFO | {"name": "Another Name"})
    assert answer.status_code == 400
    assert "Wait a minute" in answer.content.decode()
    assert answer.context["form"]["name"].value() == "Another Name"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "x" * 5000, "\0", ""])
def test_a_time_zone_that_is_none_is_no_obstacle(client, zone):
    walk_learner(client, time_zone=zone)
    finish(client)
    assert User.objects.get(email=ADDRESS).time_zone == ""
