"""Whatever anybody does in whatever order: no illegal state, no lost seat, no money unpaid."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.enums import SEATED, UNSETTLED, BookingState, OfferState, RequestState, SessionState
from learning.models import Booking, Offer, Session, SessionRequest
from learning.services import (
    bookings,
    closing,
    holds,
    offers,
    request_answers,
    request_sweeps,
    requests,
)
from payments.models import LedgerEntry
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests import factories as make

pytestmark = [pytest.mark.long, pytest.mark.django_db]

ACTS = (
    "ask", "ask_all", "offer", "offer_free", "accept", "take", "decline_offer", "withdraw",
    "decline", "cancel", "say", "pay", "release", "call_off", "wait_hours", "wait_days",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(0, 3)), max_size=25
)


class World:
    """Two learners, two mentors and a clock; each act is tried by somebody, allowed or not."""

    def __init__(self):
        self.mentors = [make.mentor(domains=[make.domain()], hourly_price=60_000) for _ in range(2)]
        self.learners = [make.person() for _ in range(2)]
        self.later = timedelta()
        self.paid = 0

    def act(self, name, who, which):
        with travel(now() + self.later):
            try:
                with transaction.atomic():
                    getattr(self, name)(self.mentors[who], self.learners[who], which)
            except DomainError:
                pass
            holds.expire_holds()
            request_sweeps.expire()

    def _request(self, which):
        found = list(SessionRequest.objects.order_by("-pk")[:4])
        return found[which % len(found)] if found else SessionRequest(pk=0, learner_id=0)

    def _offer(self, which):
        found = list(Offer.objects.order_by("-pk")[:4])
        return found[which % len(found)] if found else Offer(pk=0)

    def ask(self, mentor, learner, which, to=True):
        at = (now() + timedelta(days=1 + which)).replace(microsecond=0)
        requests.ask(
            learner=learner, mentor=mentor if to else None, domain=make.domain(),
            title=f"Nr {SessionRequest.objects.count()}", description="", minutes=60, times=[at],
        )  # fmt: skip

    def ask_all(self, mentor, learner, which):
        self.ask(mentor, learner, which, to=False)

    def offer(self, mentor, learner, which, price=50_000):
        offers.offer(
            actor=mentor.user, request_id=self._request(which).pk,
            starts_at=now() + timedelta(hours=3 + 30 * which), minutes=60, price=price,
        )  # fmt: skip

    def offer_free(self, mentor, learner, which):
        self.offer(mentor, learner, which, price=0)

    def accept(self, mentor, learner, which):
        request = self._request(which)
        at = request.starts[0] if request.times else now()
        offers.accept(actor=mentor.user, request_id=request.pk, starts_at=at)

    def take(self, mentor, learner, which):
        offers.take(actor=learner, offer_id=self._offer(which).pk)

    def decline_offer(self, mentor, learner, which):
        offers.decline(actor=learner, offer_id=self._offer(which).pk)

    def withdraw(self, mentor, learner, which):
        offers.withdraw(actor=mentor.user, offer_id=self._offer(which).pk)

    def decline(self, mentor, learner, which):
        pk = self._request(which).pk
        request_answers.decline(actor=mentor.user, request_id=pk, reason="No time.")

    def cancel(self, mentor, learner, which):
        request_answers.cancel(actor=learner, request_id=self._request(which).pk)

    def say(self, mentor, learner, which):
        pk = self._request(which).pk
        request_answers.say(actor=mentor.user, request_id=pk, text="Tell me more.")

    def pay(self, mentor, learner, which):
        held = Booking.objects.filter(state=BookingState.HELD, learner=learner).first()
        if held and held.order:
            assert bookings.settle_paid_order(held.order) == "fulfilled"
            self.paid += 1

    def release(self, mentor, learner, which):
        held = Booking.objects.filter(state=BookingState.HELD, learner=learner).first()
        if held:
            bookings.release(booking_id=held.pk, actor=learner)

    def call_off(self, mentor, learner, which):
        coming = Session.objects.filter(mentor=mentor, state=SessionState.SCHEDULED).first()
        unpaid = coming and not coming.bookings.filter(state=BookingState.CONFIRMED).exists()
        if unpaid:
            closing.cancel(session_id=coming.pk, actor=mentor.user, reason="Ill.")

    def wait_hours(self, mentor, learner, which):
        self.later += timedelta(hours=1 + 9 * which)

    def wait_days(self, mentor, learner, which):
        self.later += timedelta(days=1 + which)

    def check(self):
        """Compare what requests, offers, seats, sessions and money tell."""
        for request in SessionRequest.objects.all():
            taken = list(request.offers.filter(state=OfferState.TAKEN).select_related("booking"))
            standing = request.offers.filter(state=OfferState.STANDING).count()
            if request.state == RequestState.ACCEPTED:
                assert [offer.booking.state for offer in taken] == [BookingState.HELD]
            elif request.state == RequestState.CONFIRMED:
                assert [offer.booking.state for offer in taken] == [BookingState.CONFIRMED]
            else:
                assert taken == []
            assert request.state in UNSETTLED or (standing == 0 and request.ended_at)
        for session in Session.objects.all():
            seats = session.bookings.filter(state__in=SEATED).count()
            assert session.seats_taken == seats
            assert (session.state == SessionState.SCHEDULED) == bool(seats)
        for learner in self.learners:
            open_ones = SessionRequest.objects.filter(learner=learner, state__in=UNSETTLED)
            assert open_ones.count() <= requests.MOST_OPEN
        assert not LedgerEntry.objects.exists()
        confirmed = Booking.objects.filter(state=BookingState.CONFIRMED, order__isnull=False)
        assert confirmed.count() == self.paid


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_no_sequence_of_acts_loses_a_seat_or_reaches_an_illegal_state(db, steps):
    with transaction.atomic():
        world = World()
        for name, who, which in steps:
            world.act(name, who, which)
            world.check()
        transaction.set_rollback(True)
