"""Whoever comes, goes or ends a class takes the same rows in one order: nobody waits in a ring."""

from datetime import timedelta
from time import sleep

import pytest
from django.db import transaction

from learning.enums import BookingState
from live.enums import LeftReason
from live.models import Participant
from live.services import lateness, presence, rooms
from peerlearn.common import clock
from tests import factories
from tests.live.test_admission import come_in
from tests.support.threads import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

GRACE = timedelta(minutes=15)


def together(moment, slow, other):
    """Do one thing, its transaction open for a second more, and another meanwhile, at a moment."""

    def first():
        with clock.travel(moment), transaction.atomic():
            slow()
            sleep(1)

    def second():
        sleep(0.4)
        with clock.travel(moment):
            other()

    race([first, second])


def test_who_gives_a_seat_back_while_their_socket_says_goodbye_gets_it_done():
    session = factories.session(starts_in=5, price=0)
    booking = factories.seat(session)
    stay = come_in(session, booking.learner)
    together(
        session.starts_at + GRACE,
        lambda: presence.leave(pid=stay.pid, reason=LeftReason.LEFT),
        lambda: lateness.give_up(session_id=session.pk, actor=booking.learner),
    )
    booking.refresh_from_db()
    assert booking.state == BookingState.NO_SHOW_MENTOR
    assert Participant.objects.get(pid=stay.pid).left_reason == LeftReason.LEFT


def test_who_leaves_while_the_mentor_ends_the_class_was_there_once():
    session = factories.session(starts_in=5, price=0)
    booking = factories.seat(session)
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    come_in(session, session.mentor.user)
    stay = come_in(session, booking.learner)
    together(
        session.starts_at + timedelta(minutes=50),
        lambda: presence.leave(pid=stay.pid, reason=LeftReason.LEFT),
        lambda: rooms.end(session_id=session.pk, actor=session.mentor.user),
    )
    booking.refresh_from_db()
    assert booking.state == BookingState.COMPLETED
    assert 50 * 60 <= booking.attended_seconds < 60 * 60


@pytest.mark.timeout(60)
def test_noting_who_is_there_waits_for_nobody():
    session = factories.session(starts_in=5, price=0, capacity=2)
    first, _ = (come_in(session, factories.seat(session).learner) for _ in range(2))
    everybody = Participant.objects.filter(room__session=session)
    with transaction.atomic():
        everybody.filter(pid=first.pid).update(flags={})
        # Waiting here would be waiting for ourselves.
        assert race([lambda: presence.renew(everybody.all())]) == [1]
    assert presence.renew(everybody.all()) == 2
