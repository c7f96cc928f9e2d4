"""Two people click at once: decided in the database, on both databases, with real threads."""

import pytest
from django.db import transaction

from learning.enums import SEATED
from learning.models import Booking
from learning.services import bookings, closing, leaving
from tests import factories as make
from tests.support.threads import race

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
SEATS = 5


@pytest.mark.parametrize("price", [0, 45_000])
def test_forty_people_racing_for_five_seats_get_exactly_five(price):
    session = make.session(capacity=SEATS, price=price)
    people = [make.person() for _ in range(PEOPLE)]
    answers = race(
        [lambda who=who: bookings.book(session_id=session.pk, learner=who) for who in people]
    )
    session.refresh_from_db()
    booked = [answer for answer in answers if isinstance(answer, Booking)]
    assert len(booked) == SEATS
    assert [answer for answer in answers if answer not in booked] == ["session_full"] * 35
    assert session.seats_taken == SEATS
    assert Booking.objects.filter(session=session, state__in=SEATED).count() == SEATS


def test_one_person_clicking_many_times_at_once_holds_one_seat():
    session, learner = make.session(capacity=SEATS), make.person()
    answers = race(
        [lambda: bookings.book(session_id=session.pk, learner=learner) for _ in range(12)]
    )
    session.refresh_from_db()
    assert {answer.pk for answer in answers} == {Booking.objects.get(session=session).pk}
    assert session.seats_taken == 1


def test_paying_and_expiring_at_once_never_frees_a_seat_that_was_paid():
    session = make.session(capacity=1)
    booking = make.seat(session)

    def settle():
        with transaction.atomic():
            return bookings.settle_paid_order(booking.order)

    race([settle, lambda: bookings.release(booking_id=booking.pk, actor=None)])
    session.refresh_from_db()
    booking.refresh_from_db()
    # Either it was confirmed first, or it expired first and the free seat was given again.
    assert booking.state == "confirmed"
    assert session.seats_taken == 1


def test_giving_seats_back_while_the_mentor_cancels_ends_both_ways_and_holds_nobody_up():
    session = make.session(price=0, capacity=4)
    held = [make.seat(session) for _ in range(3)]
    race(
        [
            *(
                lambda one=one: leaving.cancel(booking_id=one.pk, actor=one.learner, expected=0)
                for one in held
            ),
            lambda: closing.cancel(session_id=session.pk, actor=None, reason="Ill."),
        ]
    )
    session.refresh_from_db()
    assert (session.state, session.seats_taken) == ("cancelled", 0)
    left = {Booking.objects.get(pk=one.pk).state for one in held}
    assert left <= {"cancelled_learner", "cancelled_mentor"}
