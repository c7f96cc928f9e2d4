"""The lobby: who is let in when, by whom, why the others wait, and what a lock does."""

from datetime import timedelta

import pytest

from learning.models import Booking
from live.enums import RoomState, Waiting
from live.models import HostChoice, Room
from live.services import admission, entry, presence, rooms
from live.waiting import why
from peerlearn.common import clock
from tests import factories
from tests.live.conftest import db, seat_of, ticket_for


async def row_of(seat, name, wanted=lambda row: True):
    """Return somebody's row in the lobby's list once it is as wanted."""
    for _ in range(12):
        rows = {row["name"]: row for row in (await seat.hear("lobby"))["people"]}
        if name in rows and wanted(rows[name]):
            return rows[name]
    raise AssertionError(seat.heard[-1])


def _asked(row):
    return row["waiting"] == Waiting.ASKED


async def test_one_by_one_means_that_each_person_waits_for_the_mentors_word(a_room, enter):
    session, host, learner = a_room
    other = (await seat_of(session)).learner
    mentor = await enter(session, host)
    await mentor.say("auto-admit", on=False)
    assert (await mentor.hear("house"))["auto_admit"] is False
    first, second = await enter(session, learner), await enter(session, other)
    await mentor.say("start")
    await mentor.hear("admitted")
    assert (await row_of(first, learner.name, _asked))["pid"] == first.pid
    assert (await row_of(mentor, learner.name, _asked))["inside"] is False
    assert not [frame for frame in first.heard if frame["t"] == "admitted"]
    await mentor.say("admit", to=first.pid)
    assert (await first.hear("admitted"))["house"]["auto_admit"] is False
    await second.silent("admitted")
    await second.say("flags", mic=True, cam=True, screen=False, hand=False)
    assert (await second.hear("error"))["code"] == "not_admitted"
    await mentor.say("admit")
    await second.hear("admitted")
    assert await db(HostChoice.objects.values_list("auto_admit", flat=True).get)() is False


async def test_who_is_sent_away_is_told_may_ask_again_and_waits_then(a_room, enter):
    session, host, learner = a_room
    mentor, seat = await enter(session, host), await enter(session, learner)
    await mentor.say("deny", to=seat.pid)
    assert await seat.closed() == 4003
    assert seat.heard[-1] == {"v": 1, "t": "kick", "reason": "denied"}
    again = await enter(session, learner)
    await mentor.say("start")
    await mentor.hear("admitted")
    await again.silent("admitted")
    await mentor.say("admit", to=again.pid)
    await again.hear("admitted")
    await mentor.say("deny", to=again.pid)
    assert (await mentor.hear("error"))["code"] == "no_such_peer"


async def test_a_locked_room_keeps_newcomers_waiting_and_takes_back_who_was_in(a_room, enter):
    session, host, learner_user = a_room
    late = (await seat_of(session)).learner
    mentor, learner = await enter(session, host), await enter(session, learner_user)
    await mentor.say("start")
    await learner.hear("admitted")
    await mentor.say("lock", on=True)
    assert (await learner.hear("house"))["locked"] is True
    seat = await enter(session, late)
    assert seat.welcome["admitted"] is False
    assert (await row_of(seat, late.name))["waiting"] == Waiting.LOCKED
    await learner.leave(1000)
    assert (await enter(session, learner.user)).welcome["admitted"]
    await mentor.leave(1000)
    back = await enter(session, mentor.user)
    assert back.welcome["admitted"]
    await back.say("lock", on=False)
    await seat.hear("admitted")


async def test_only_the_mentor_keeps_the_door(a_room, enter):
    session, host, learner = a_room
    mentor, seat = await enter(session, host), await enter(session, learner)
    acts = {"admit": {}, "deny": {"to": mentor.pid}, "lock": {"on": True}, "auto-admit": {"on": 0}}
    acts["auto-admit"]["on"] = False
    for t, data in acts.items():
        await seat.say(t, id=t, **data)
        refusal = await seat.hear("error")
        assert (refusal["code"], refusal["id"]) == ("not_mentor", t)
    for pid in (mentor.pid, "0" * 16):
        await mentor.say("deny", to=pid)
        assert (await mentor.hear("error"))["code"] == "no_such_peer"
    assert await db(Room.objects.values_list("locked", "auto_admit").get)() == (False, True)


async def test_a_wish_to_mute_goes_to_everybody_when_nobody_is_named(call):
    mentor, learner = call
    await mentor.say("mute-req")
    assert (await learner.hear("mute-req"))["from"] == mentor.pid


@pytest.mark.django_db
def test_the_next_room_of_a_mentor_begins_with_what_they_chose():
    session = factories.session(starts_in=5, price=0)
    rooms.room_of(session)
    host = session.mentor.user
    admission.set_auto_admit(session_id=session.pk, actor=host, on=False)
    other = factories.session(by=session.mentor, starts_in=500, price=0)
    assert rooms.room_of(other).auto_admit is False
    assert rooms.room_of(factories.session(price=0)).auto_admit is True


@pytest.mark.django_db
@pytest.mark.parametrize(("wait", "state"), [(30, "no_show_learner"), (90, "no_show_mentor")])
def test_who_waited_at_a_running_class_in_vain_has_not_missed_it(wait, state):
    session = factories.session(starts_in=5, price=0)
    booking = factories.seat(session)
    rooms.room_of(session)
    host = session.mentor.user
    admission.set_auto_admit(session_id=session.pk, actor=host, on=False)
    with clock.travel(session.starts_at):
        rooms.start(session_id=session.pk, actor=host)
        come_in(session, host)
    with clock.travel(session.starts_at + timedelta(minutes=10)):
        stay = come_in(session, booking.learner)
        assert not stay.admitted
    with clock.travel(session.starts_at + timedelta(minutes=10, seconds=wait)):
        presence.leave(pid=stay.pid, reason="left")
    with clock.travel(session.starts_at + timedelta(minutes=50)):
        rooms.end(session_id=session.pk, actor=host)
    assert Booking.objects.get(pk=booking.pk).state == state


def come_in(session, user):
    token = ticket_for(session, user).token
    return entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, Waiting.EARLY),
        ({"mentor_here": True}, Waiting.SOON),
        ({"minute": 1}, Waiting.LATE),
        ({"minute": 1, "mentor_here": True}, Waiting.SOON),
        ({"state": RoomState.OPEN}, Waiting.ASKED),
        ({"state": RoomState.OPEN, "locked": True}, Waiting.LOCKED),
        ({"state": RoomState.OPEN, "locked": True, "let_in": True}, Waiting.LATE),
    ],
)
def test_the_reason_for_waiting_is_the_one_that_holds_now(said, reason):
    start = clock.now()
    moment = start + timedelta(minutes=said.pop("minute", -1 if not said.get("let_in") else 1))
    usual = {"state": RoomState.LOBBY, "locked": False, "let_in": False, "mentor_here": False}
    assert why(**usual | said, starts_at=start, now=moment) == reason
