"""Whoever locks several rows does it in one order: nobody waits for who waits for them."""

from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from learning.models import Booking, Session
from learning.queries.slots import free_slots
from learning.services import moving, rescheduling, seats, slots
from peerlearn.accounts.models import User
from peerlearn.accounts.services import standing
from peerlearn.common.clock import now
from tests import factories as make
from tests.support.threads import race

from .test_slots import open_mentor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

WEEK = 7 * 24 * 60


def test_a_mentor_and_a_learner_move_one_lesson_at_once():
    mentor, learner = open_mentor(price=0), make.person()
    times = free_slots(mentor, now() + timedelta(days=3), now() + timedelta(days=6), 60)
    booking = slots.book_slot(learner=learner, mentor=mentor, starts_at=times[0], minutes=60)

    def slow():
        with transaction.atomic():
            User.objects.select_for_update().get(pk=learner.pk)
            sleep(1.5)

    def by_the_learner():
        sleep(0.4)  # waits for its own row, the mentor's already locked
        return rescheduling.reschedule_private(
            booking_id=booking.pk, actor=learner, starts_at=times[4]
        )

    def by_the_mentor():
        sleep(0.8)
        return moving.reschedule(
            session_id=booking.session_id, actor=mentor.user, starts_at=times[8]
        )

    race([slow, by_the_learner, by_the_mentor])
    assert Session.objects.get().starts_at == times[8]


def test_an_account_that_closes_takes_its_seats_in_order():
    learner = make.person()
    low, high = (make.session(price=price, starts_in=WEEK) for price in (0, 45_000))
    make.seat(low, learner)
    make.seat(high, learner)
    first = Event()

    def somebody_else():
        with transaction.atomic():
            seats.lock_sessions(low.pk)
            first.set()
            sleep(1)
            seats.lock_sessions(high.pk)

    def close():
        first.wait(5)
        standing.deactivate(actor=learner, user=learner, reason="Done here.")

    race([somebody_else, close])
    states = Booking.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled_learner", "released"]
