"""What the attendance log keeps: who came and went when, how the line was; and that it stays."""

import pytest
from django.db import DatabaseError, transaction

from live.models import PresenceEvent, QualitySample
from tests.live.conftest import db

SAMPLE = {"rtt": 80, "loss": 12, "frozen": 0, "relayed": False}


async def test_coming_going_and_the_line_are_written_down_and_stay(call):
    mentor, learner = call
    await learner.say("quality", **SAMPLE)
    await learner.say("quality", **SAMPLE | {"rtt": None})
    await learner.say("quality", **SAMPLE)  # too soon: dropped, and no fault
    await learner.say("ping", id="p")
    await learner.hear("pong")
    await learner.leave(1000)
    await mentor.hear("peer-left")
    rows = PresenceEvent.objects.filter(user=learner.user).values_list("kind", "reason")
    assert await db(list)(rows) == [("knocked", ""), ("joined", ""), ("left", "left")]
    samples = QualitySample.objects.filter(user=learner.user).values_list("rtt_ms", flat=True)
    assert await db(list)(samples) == [80, None]
    for table in (PresenceEvent, QualitySample):
        for act in (table.objects.all().delete, lambda t=table: t.objects.update(role="mentor")):
            with pytest.raises(DatabaseError):
                await db(in_transaction)(act)


def in_transaction(act):
    with transaction.atomic():
        act()


async def test_somebody_in_the_lobby_sends_no_samples(a_room, enter):
    session, _, learner = a_room
    seat = await enter(session, learner)
    await seat.say("quality", **SAMPLE)
    assert (await seat.hear("error"))["code"] == "not_admitted"
