"""The check before a session: what is kept, what it comes to, who is warned."""

import pytest
from django.test import Client

from learning.services import closing
from live.models import DeviceCheck
from live.queries.people import roster
from peerlearn.notifications.models import Notice
from tests import factories
from tests.live.conftest import db

pytestmark = pytest.mark.django_db

GOOD = {
    "camera": True, "microphone": True, "speaker": True, "relay": None, "down_kbps": 9000,
    "up_kbps": 4000,
}  # fmt: skip


@pytest.fixture
def booked():
    session = factories.session(starts_in=5000, price=0)
    return session, session.mentor.user, factories.seat(session).learner


def keep(client, session, **found):
    url = f"/api/sessions/{session.pk}/check/"
    return client.post(url, GOOD | found, content_type="application/json")


def told(user):
    return list(Notice.objects.filter(user=user, kind__startswith="check_").values_list("kind"))


@pytest.mark.parametrize(
    ("found", "verdict", "faults"),
    [
        ({}, "good", []),
        ({"speaker": None, "camera": None, "down_kbps": None}, "good", []),
        ({"camera": False, "relay": False}, "limited", ["no_camera", "no_relay"]),
        ({"up_kbps": 499}, "limited", ["slow"]),
        ({"up_kbps": 79}, "failed", ["too_slow"]),
        ({"microphone": False, "speaker": False}, "failed", ["no_microphone", "no_speaker"]),
    ],
)
def test_what_was_found_comes_to_a_verdict(web, booked, found, verdict, faults):
    session, _, learner = booked
    answer = keep(web(learner), session, **found)
    assert (answer.status_code, answer.json()) == (200, {"verdict": verdict, "faults": faults})


def test_a_failed_check_days_before_warns_the_other_side_once_and_is_taken_back(web, booked):
    session, mentor, learner = booked
    client = web(learner)
    for found in ({"microphone": False}, {"microphone": False}, {}, {}):
        assert keep(client, session, **found).status_code == 200
    assert sorted(told(mentor)) == [("check_failed",), ("check_mended",)]
    assert told(learner) == []
    assert DeviceCheck.objects.get().verdict == "good"
    keep(web(mentor), session, microphone=False)
    assert told(learner) == [("check_failed",)]
    checks = {row["role"]: row["check"] for row in roster(session)}
    assert checks == {"mentor": "failed", "learner": "good"}
    assert "may not be heard" in client.get(f"/room/{session.pk}/check/").content.decode()


def test_who_is_warned_of_whom(web, booked):
    session, mentor, learner = booked
    other = factories.seat(session).learner
    elsewhere = factories.session(starts_in=9000, price=0, by=session.mentor)
    for user in (learner, other, mentor):
        keep(web(user), session, microphone=False)

    def warned_of(user, one=session):
        return web(user).get(f"/room/{one.pk}/check/").context["warned_of"]

    assert warned_of(mentor) == [learner.name, other.name]
    assert warned_of(learner) == warned_of(other) == [mentor.name]
    assert warned_of(mentor, elsewhere) == []
    assert told(mentor) == [("check_failed",)] * 2, "of the learners, not of oneself"
    assert told(learner) == told(other) == [("check_failed",)]


async def test_the_lobby_hears_of_a_check(a_room, enter, web):
    session, host, learner = a_room
    mentor = await enter(session, host)
    client = await db(web)(learner)
    await db(keep)(client, session, microphone=False)
    while {one["check"] for one in (await mentor.hear("lobby"))["people"]} != {"", "failed"}:
        pass


def test_nonsense_is_refused_and_strangers_and_what_is_over_have_no_check(web, booked):
    session, mentor, learner = booked
    assert keep(web(learner), session, down_kbps="fast").status_code == 400
    stranger = web(factories.person())
    assert keep(stranger, session).json()["code"] == "not_in_this_room"
    data = f"/api/sessions/{session.pk}/check/data/"
    assert stranger.get(data).status_code == stranger.post(data).status_code == 403
    assert len(web(learner).get(data).content) == 400_000
    body = b"x" * 100_000
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(learner)
    browser.get(f"/room/{session.pk}/check/")
    token = browser.cookies["csrftoken"].value
    kind = {"content_type": "application/octet-stream", "HTTP_X_CSRFTOKEN": token}
    assert browser.post(data, body, **kind).status_code == 204
    closing.cancel(session_id=session.pk, actor=mentor, reason="ill")
    assert keep(web(mentor), session).status_code == 410
    assert web(mentor).get(f"/room/{session.pk}/check/").status_code == 410
