"""TURN passwords as coturn checks them."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.models import Session
from live import ice
from live.services import rooms
from tests.live.conftest import db


def test_a_turn_password_is_the_hmac_coturn_expects():
    # printf '1700000000:u7' | openssl dgst -sha1 -hmac north -binary | base64
    assert ice.turn_password("north", "1700000000:u7") == "gbpjwYMnsjrbqO/4F+sbhUwdurQ="


def test_turn_serves_until_ten_minutes_after_the_session(settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:example.test"], "north"
    settings.STUN_URLS = []
    (server,) = ice.servers(name="u7", until=datetime(2026, 1, 1, 12, tzinfo=UTC))
    ends = int(datetime(2026, 1, 1, 12, 10, tzinfo=UTC).timestamp())
    assert server["username"] == f"{ends}:u7"


def test_without_a_secret_nobody_gets_turn(settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:example.test"], ""
    settings.STUN_URLS = ["stun:example.test"]
    answer = ice.servers(name="u7", until=datetime(2026, 1, 1, tzinfo=UTC))
    assert answer == [{"urls": ["stun:example.test"]}]


@pytest.fixture
def turn(settings):
    """Return a function: until when the TURN password in a frame is good."""
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:example.test"], "north"

    def good_until(frame, user):
        (server,) = frame["ice_servers"]
        expiry, name = server["username"].split(":")
        assert name == f"u{user.pk}"
        assert server["credential"] == ice.turn_password("north", server["username"])
        return datetime.fromtimestamp(int(expiry), UTC)

    return good_until


@pytest.fixture
def late(settings):
    """Return until when TURN serves a session's end: while one may enter, and ten minutes more."""
    more = timedelta(minutes=settings.ROOM_SWEEP_MINUTES_AFTER_END) + ice.TURN_GRACE
    return lambda end: (end + more).replace(microsecond=0)


async def test_in_the_lobby_nobody_gets_turn_and_whoever_is_let_in_does(a_room, enter, turn, late):
    session, host, user = a_room
    learner = await enter(session, user)
    assert learner.welcome["ice_servers"] == []
    mentor = await enter(session, host)
    await mentor.say("start")
    assert turn(await learner.hear("admitted"), user) == late(session.ends_at)


async def test_when_the_end_moves_everybody_in_the_call_gets_turn_until_then(call, turn, late):
    mentor, learner = call
    await learner.say("extend", minutes=30)
    wish = (await mentor.hear("house"))["extension"]["id"]
    await mentor.say("extend-answer", wish=wish, on=True)
    moved = {turn(await seat.hear("ice-servers"), seat.user) for seat in call}
    ends = await db(Session.objects.values_list("ends_at", flat=True).get)(pk=mentor.session_id)
    assert moved == {late(ends)}


async def test_who_comes_back_gets_turn_until_the_end_as_it_is_then(a_room, enter, turn, late):
    session, host, user = a_room
    await db(rooms.start)(session_id=session.pk, actor=host)
    learner = await enter(session, user)
    before = turn(learner.welcome, user)
    await learner.leave(1006)
    later = session.ends_at + timedelta(minutes=15)
    await db(Session.objects.filter(pk=session.pk).update)(ends_at=later)
    again = await enter(session, user, resume_key=learner.resume_key)
    assert again.welcome["resumed"]
    assert (before, turn(again.welcome, user)) == (late(session.ends_at), late(later))
