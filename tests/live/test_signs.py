"""Hands, reactions, captions, and asking for video: who may, whom it reaches, in which order."""

import asyncio

import pytest

from live.limits import RATES
from live.models import Participant
from live.services import rooms
from peerlearn.common.clock import now
from tests import factories
from tests.live.conftest import db, seat_of

SAID = {"n": 1, "text": "<b>hello</b>", "final": True}
MESSAGES = [
    ("hand", {"on": True}),
    ("hands-down", {}),
    ("react", {"name": "clap"}),
    ("caption", SAID),
    ("want", {"to": "0" * 16, "size": "none"}),
]


async def refusal(seat):
    """Return the code of the next refusal."""
    return (await seat.hear("error"))["code"]


async def test_the_queue_of_hands_is_the_servers_and_outlives_a_lost_socket(a_room, enter):
    session, host, learner = a_room
    other = (await seat_of(session)).learner
    await db(rooms.start)(session_id=session.pk, actor=host)
    mentor, first, second = [await enter(session, user) for user in (host, learner, other)]
    assert mentor.welcome["hands"] == []
    await second.say("hand", on=True)
    assert (await mentor.hear("hands"))["pids"] == [second.pid]
    await first.say("hand", on=True)
    assert (await mentor.hear("hands"))["pids"] == [second.pid, first.pid]
    await second.say("hand", on=True)
    assert (await mentor.hear("hands"))["pids"] == [second.pid, first.pid], "keeps its place"

    await first.leave(1006)
    again = await enter(session, learner, resume_key=first.resume_key)
    assert again.welcome["hands"] == [second.pid, first.pid]

    await second.leave(1000)
    await mentor.hear("peer-left")
    late = await enter(session, other)
    assert late.welcome["hands"] == [first.pid], "who left has no hand up"
    await again.say("hand", on=False)
    assert (await mentor.hear("hands"))["pids"] == []


async def test_of_two_hands_raised_at_one_moment_who_came_into_the_call_first_stands_first(
    a_room, enter
):
    session, host, learner = a_room
    other = (await seat_of(session)).learner
    await db(rooms.start)(session_id=session.pk, actor=host)
    mentor, first, second = [await enter(session, user) for user in (host, learner, other)]
    # By their rows the other way round, so that nothing but `seq` can put them in order.
    await db(Participant.objects.filter(pid=first.pid).update)(seq=9)
    for seat in (first, second):
        await seat.say("hand", on=True)
        await mentor.hear("hands")
    up = Participant.objects.filter(hand_at__isnull=False)
    assert await db(up.update)(hand_at=now()) == 2
    assert (await enter(session, host)).welcome["hands"] == [second.pid, first.pid]


async def test_the_mentor_lowers_hands_and_a_learner_only_their_own(call):
    mentor, learner = call
    for seat in call:
        await seat.say("hand", on=True)
        await learner.hear("hands")
    await learner.say("hand", on=False, to=mentor.pid)
    assert await refusal(learner) == "not_mentor"
    await learner.say("hands-down")
    assert await refusal(learner) == "not_mentor"
    await mentor.say("hand", on=True, to=learner.pid)
    assert await refusal(mentor) == "not_mentor", "nobody raises somebody else's hand"
    await mentor.say("hand", on=False, to="0" * 16)
    assert await refusal(mentor) == "no_such_peer"
    await mentor.say("hand", on=False, to=learner.pid)
    assert (await learner.hear("hands"))["pids"] == [mentor.pid]
    await mentor.say("hands-down")
    assert (await learner.hear("hands"))["pids"] == []
    up = Participant.objects.filter(hand_at__isnull=False)
    assert not await db(up.exists)()


async def test_reactions_and_captions_reach_the_call_as_what_they_are(call):
    mentor, learner = call
    await learner.say("react", name="clap", pid="forged")
    for seat in call:
        seen = await seat.hear("reaction")
        assert (seen["pid"], seen["name"]) == (learner.pid, "clap")
    await learner.say("caption", **SAID, pid=mentor.pid)
    said = await mentor.hear("caption")
    assert (said["pid"], said["text"], said["final"]) == (learner.pid, "<b>hello</b>", True)
    await learner.say("react", name="<script>")
    assert await refusal(learner) == "bad_field"
    await learner.say("caption", n=2, text="x" * 301, final=True)
    assert await refusal(learner) == "bad_field"
    for _ in range(9):
        await mentor.say("react", name="heart")
    assert await refusal(mentor) == "slow_down"


async def test_a_page_asks_one_peer_for_their_video_and_the_others_hear_nothing(a_room, enter):
    session, host, learner = a_room
    other = (await seat_of(session)).learner
    await db(rooms.start)(session_id=session.pk, actor=host)
    mentor, second, third = [await enter(session, user) for user in (host, learner, other)]
    await third.say("want", to=mentor.pid, size="large", **{"from": second.pid})
    asked = await mentor.hear("want")
    assert (asked["from"], asked["size"]) == (third.pid, "large")
    await second.silent("want")
    await third.say("want", to=mentor.pid, size="huge")
    assert await refusal(third) == "bad_field"


@pytest.mark.parametrize(("t", "data"), [("hand", {"on": True}), ("want", {"size": "none"})])
async def test_a_flood_of_signs_is_slowed_down(call, t, data):
    mentor, learner = call
    _rate, burst = RATES[t]
    for _ in range(2 * burst):
        await learner.say(t, to=(learner if t == "hand" else mentor).pid, **data)
    assert await refusal(learner) == "slow_down"


async def test_nothing_of_it_is_taken_from_the_lobby(a_room, enter):
    session, host, learner = a_room
    mentor, waiting = await enter(session, host), await enter(session, learner)
    for t, data in MESSAGES:
        await mentor.say(t, **data)
        assert await refusal(mentor) == "not_admitted", t
        await waiting.say(t, **data)
        code = "not_mentor" if t == "hands-down" else "not_admitted"
        assert await refusal(waiting) == code, t


async def test_people_of_another_room_are_neither_heard_nor_reached(call, enter):
    mentor, learner = call
    other = await db(factories.session)(starts_in=5, price=0)
    host = await db(lambda: other.mentor.user)()
    await db(rooms.start)(session_id=other.pk, actor=host)
    stranger = await enter(other, host)
    await stranger.say("want", to=learner.pid, size="none")
    assert await refusal(stranger) == "no_such_peer"
    await stranger.say("hand", on=False, to=learner.pid)
    assert await refusal(stranger) == "no_such_peer"
    await stranger.say("react", name="wow")
    await stranger.say("caption", **SAID)
    await stranger.say("hand", on=True)
    await stranger.hear("hands")
    await asyncio.gather(mentor.silent("hands"), learner.silent("reaction"))
    assert not [f for f in mentor.heard if f["t"] in ("reaction", "caption")]
