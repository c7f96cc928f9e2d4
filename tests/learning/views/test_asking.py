"""Asking for a session: one mentor or all of a topic; nothing typed is lost, twice is once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.models import Mentor, SessionRequest, Skill
from peerlearn.common.clock import now
from peerlearn.notifications.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "/requests/new/"
KOLKATA = ZoneInfo("Asia/Kolkata")


@pytest.fixture
def mentor():
    domain = make.domain()
    skill = Skill.objects.create(name="Rust", slug="rust", domain=domain)
    return make.mentor("Asha Raman", domains=[domain], skills=[skill])


@pytest.fixture
def learner(client):
    user = make.person("Lena Fischer", time_zone="Asia/Kolkata")
    client.force_login(user)
    return user


def tomorrow(hours=24):
    return (now() + timedelta(hours=hours)).astimezone(KOLKATA).strftime("%Y-%m-%dT%H:%M")


def asked(**changes):
    return {
        "title": "Lifetimes, slowly",
        "domain": "programming",
        "skills": ["rust"],
        "minutes": "60",
        "time_1": tomorrow(),
        "description": "I wrote a parser.",
        "budget_rupees": "450",
    } | changes


def test_a_learner_asks_a_mentor_who_is_told(client, mentor, learner):
    html = client.get(URL, {"mentor": mentor.slug, "title": "Life"}).content.decode()
    assert "Only Asha Raman gets it." in html
    assert 'value="Life"' in html
    answer = client.post(URL, asked(mentor=mentor.slug, time_2=tomorrow(48)), follow=True)
    request = SessionRequest.objects.get()
    assert answer.redirect_chain == [(f"/requests/{request.pk}/", 302)]
    assert "Request submitted" in answer.content.decode()
    assert (request.mentor, request.budget, request.minutes) == (mentor, 45_000, 60)
    assert len(request.times) == 2
    assert request.times[0].endswith("Z")
    assert [skill.slug for skill in request.skills.all()] == ["rust"]
    assert Notice.objects.get(user=mentor.user).title == (
        "Lena Fischer would like to learn: Lifetimes, slowly"
    )


def test_a_time_is_read_on_the_learners_clock(client, mentor, learner):
    client.post(URL, asked())
    at = (now() + timedelta(hours=24)).strftime("%Y-%m-%dT%H:%M")
    assert SessionRequest.objects.get().times[0].startswith(at)


def test_pressing_twice_asks_once_and_five_are_enough(client, mentor, learner):
    sent = asked(mentor=mentor.slug)
    for _ in range(2):
        assert client.post(URL, sent).status_code == 302
    assert SessionRequest.objects.count() == 1
    assert Notice.objects.filter(kind="request_received").count() == 1
    for number in range(4):
        client.post(URL, asked(title=f"Nr {number}"))
    answer = client.post(URL, asked(title="One more"))
    assert answer.status_code == 409
    assert "You have 5 open requests." in answer.content.decode()
    assert 'value="One more"' in answer.content.decode()


def test_what_was_put_right_a_moment_later_is_asked_and_not_lost(client, mentor, learner):
    client.post(URL, asked(description="Wrong."))
    client.post(URL, asked(description="Right."))
    words = SessionRequest.objects.order_by("pk").values_list("description", flat=True)
    assert list(words) == ["Wrong.", "Right."]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 121}, "at most 120"),
        ({"domain": "telepathy"}, "Select a valid choice"),
        ({"domain": "a\0b"}, "Select a valid choice"),
        ({"skills": ["telepathy"]}, "can&#x27;t be chosen any more"),
        ({"minutes": "7"}, "Select a valid choice"),
        ({"time_1": ""}, "This field is required"),
        ({"time_1": "2001-01-01T10:00"}, "This time is over"),
        ({"time_1": "0001-01-01T00:00"}, "time"),
        ({"time_1": "9999-12-31T23:59"}, "within half a year"),
        ({"time_1": "soon"}, "Enter a valid date/time"),
        ({"budget_rupees": "-1"}, "greater than or equal to 0"),
        ({"budget_rupees": "NaN"}, "Enter a number"),
        ({"description": "x" * 2001}, "at most 2000"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_stays_typed(client, mentor, learner, changes, words):
    answer = client.post(URL, asked(**changes))
    assert answer.status_code == 400
    html = answer.content.decode()
    assert words in html
    if "description" not in changes:
        assert "I wrote a parser." in html
    assert not SessionRequest.objects.exists()


def test_a_mentor_who_is_gone_leaves_the_question_to_all(client, mentor, learner):
    Mentor.objects.filter(pk=mentor.pk).update(vetting="suspended")
    html = client.get(URL, {"mentor": mentor.slug}).content.decode()
    assert "takes no requests right now" in html
    assert client.post(URL, asked(mentor=mentor.slug)).status_code == 302
    assert SessionRequest.objects.get().mentor is None


@pytest.mark.parametrize("slug", ["nobody", "a\0b", "x" * 3000, "<script>", "🦀"])
def test_any_address_gives_a_form(client, mentor, learner, slug):
    query = {"mentor": slug, "topic": slug, "title": slug}
    answer = client.get(URL, query)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_strangers_log_in_first_and_keep_what_they_asked(client, mentor):
    answer = client.get(URL, {"mentor": mentor.slug, "title": "Rust"})
    assert answer.url == f"/login/?next=/requests/new/%3Fmentor%3D{mentor.slug}%26title%3DRust"
