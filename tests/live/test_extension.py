"""More time: everybody who is there agrees, and nobody has to be somewhere else."""

from datetime import timedelta

import pytest

from learning.models import Session
from learning.services import extending
from live.models import Extension
from live.services import rooms
from peerlearn.common.errors import Conflict, DomainError
from peerlearn.common.zones import iso_utc
from tests import factories
from tests.live.conftest import db, seat_of

ends = Session.objects.values_list("ends_at", flat=True)


async def test_all_who_are_there_agree_and_the_class_ends_later(a_room, enter):
    session, host, learner_user = a_room
    other = (await seat_of(session)).learner
    await db(rooms.start)(session_id=session.pk, actor=host)
    mentor, learner, third = [await enter(session, who) for who in (host, learner_user, other)]
    await learner.say("extend", minutes=10)
    wish = (await mentor.hear("house"))["extension"]
    assert (wish["minutes"], wish["by"], wish["agreed"]) == (10, "Lena Learner", ["Lena Learner"])
    await learner.say("extend", minutes=10, id="on a new line")
    await learner.say("extend", minutes=5, id="again")
    refused = await learner.hear("error")
    assert (refused["code"], refused["id"]) == ("already_asked", "again")
    await mentor.say("extend-answer", wish=wish["id"], on=True)
    await learner.silent("extension")
    # Who leaves does not hold up the others.
    await third.leave(1000)
    told, later = await learner.hear("extension"), session.ends_at + timedelta(minutes=10)
    assert (told["state"], told["ends_at"]) == ("agreed", iso_utc(later))
    assert await db(ends.get)(pk=session.pk) == later
    assert (await learner.hear("house"))["extension"] is None
    await mentor.say("extend-answer", wish=wish["id"], on=True)
    assert (await mentor.hear("error"))["code"] == "no_wish"


async def test_one_no_ends_the_wish_and_nothing_moves(call):
    mentor, learner = call
    before = await db(ends.get)(pk=mentor.session_id)
    await mentor.say("extend", minutes=30)
    wish = (await learner.hear("house"))["extension"]
    await learner.say("extend-answer", wish=wish["id"], on=False)
    assert (await mentor.hear("extension"))["state"] == "refused"
    assert await db(ends.get)(pk=mentor.session_id) == before
    await mentor.say("extend", minutes=7)
    assert (await mentor.hear("error"))["code"] == "bad_minutes"
    await mentor.leave(1000)
    await learner.hear("peer-left")
    await learner.say("extend", minutes=5)
    assert (await learner.hear("error"))["code"] == "no_mentor"


async def test_in_the_lobby_nobody_asks_for_more_time(a_room, enter):
    session, _, learner = a_room
    seat = await enter(session, learner)
    for t, data in (("extend", {"minutes": 5}), ("extend-answer", {"wish": 1, "on": True})):
        await seat.say(t, **data)
        assert (await seat.hear("error"))["code"] == "not_admitted"
    assert not await db(Extension.objects.exists)()


@pytest.fixture
def running():
    session = factories.session(starts_in=5, price=0)
    booking = factories.seat(session)
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    return session, booking.learner


def more(session, minutes=15):
    return extending.extend(session_id=session.pk, minutes=minutes)


@pytest.mark.django_db
def test_the_mentors_next_session_and_the_learners_bookings_stand_in_the_way(running):
    session, learner = running
    assert more(session, 5) == session.ends_at + timedelta(minutes=5)
    elsewhere = factories.session(starts_in=5 + 60 + 10, price=0)
    factories.seat(elsewhere, learner)
    with pytest.raises(Conflict) as refused:
        more(session)
    assert refused.value.code == "somebody_booked"
    assert elsewhere.title not in str(refused.value.message)


@pytest.mark.django_db
def test_the_mentors_next_session_stands_in_the_way(running):
    session, _ = running
    factories.session(by=session.mentor, starts_in=5 + 60 + 10, price=0)
    with pytest.raises(Conflict) as refused:
        more(session)
    assert refused.value.code == "overlap"


@pytest.mark.django_db
def test_a_class_goes_on_for_an_hour_more_at_most_and_only_while_it_runs(running):
    session, _ = running
    assert [more(session, 30) for _ in range(2)][-1] == session.ends_at + timedelta(hours=1)
    with pytest.raises(Conflict) as refused:
        more(session, 5)
    assert refused.value.code == "long_enough"
    rooms.end(session_id=session.pk, actor=session.mentor.user)
    with pytest.raises(DomainError) as over:
        more(session, 5)
    assert over.value.code == "not_live"
