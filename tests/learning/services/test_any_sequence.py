"""Whatever learners, mentor and sweeps do, in any order: no seat lost or sold twice, no paisa."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from learning.enums import (
    ACTIVE,
    BOOKING_MOVES,
    CONTEST_MOVES,
    SEATED,
    SessionKind,
    SessionState,
    WaitState,
)
from learning.hours import Stretch
from learning.models import Booking, Session, WaitlistEntry
from learning.policies import queue_closes
from learning.queries.sessions import OPEN_STATES
from learning.queries.slots import free_slots
from learning.services import (
    attendance,
    bookings,
    closing,
    contests,
    holds,
    leaving,
    moving,
    rescheduling,
    sessions,
    slots,
    teaching,
    waitlist,
)
from payments.models import Order
from payments.queries import ledger_faults
from payments.services import settlement
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests import factories as make
from tests.support.thrift import share

pytestmark = [pytest.mark.long, pytest.mark.django_db]

PEOPLE, SESSIONS = 4, 3
WHO, WHICH = st.integers(0, PEOPLE - 1), st.integers(0, SESSIONS - 1)


class Seats(RuleBasedStateMachine):
    """One mentor, three sessions at one price on three days, free times between, four learners."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.moment = now()
        self.mentor = make.mentor(domains=[make.domain()], hourly_price=60_000)
        week = [Stretch(weekday, 0, 1440) for weekday in range(7)]
        teaching.update_hours(user=self.mentor.user, week=week, time_zone="Europe/Berlin")
        self.staff = make.moderator()
        self.staff.is_verified = lambda: True
        self.people = [make.person() for _ in range(PEOPLE)]
        self.sessions = [
            make.session(by=self.mentor, capacity=1 + day % 2, starts_in=3000 + day * 1440).pk
            for day in range(SESSIONS)
        ]
        self.states: dict[int, str] = {}

    def teardown(self) -> None:
        """Undo everything, for the next sequence."""
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def act(self, service, **arguments):
        """Call a service at the machine's moment; a rule that says no changes nothing."""
        with travel(self.moment), suppress(DomainError):
            return service(**arguments)

    def of(self, who: int) -> list[Booking]:
        """Return a person's bookings, the latest first."""
        return list(Booking.objects.filter(learner=self.people[who]).order_by("-pk")[:2])

    @rule(who=WHO, which=WHICH)
    def book(self, who, which):
        """Take a seat, or an offered one."""
        self.act(bookings.book, session_id=self.sessions[which], learner=self.people[who])

    @rule(who=WHO, which=WHICH)
    def book_what_was_seen_before(self, who, which):
        """Book a start that is not the session's any more: there is no seat for that."""
        session = Session.objects.get(pk=self.sessions[which])
        mine = Booking.objects.filter(learner=self.people[who], session=session, state__in=SEATED)
        before = set(mine.values_list("pk", flat=True))
        seen = session.starts_at + timedelta(hours=1)
        self.act(bookings.book, session_id=session.pk, learner=self.people[who], seen=seen)
        assert set(mine.values_list("pk", flat=True)) <= before

    @rule(who=WHO, number=st.integers(0, 30))
    def book_a_free_time(self, who, number):
        """Book a 1:1 at a time that is free."""
        if at := self.free_time(number):
            self.act(
                slots.book_slot,
                learner=self.people[who],
                mentor=self.mentor,
                starts_at=at,
                minutes=60,
            )

    @rule(who=WHO, number=st.integers(0, 30))
    def take_a_free_time_elsewhere(self, who, number):
        """Take 1:1s to another free time."""
        for booking in self.of(who):
            if at := self.free_time(number):
                self.act(
                    rescheduling.reschedule_private,
                    booking_id=booking.pk,
                    actor=self.people[who],
                    starts_at=at,
                )

    def free_time(self, number):
        """Return one of the mentor's free times of the next two days, if there is any."""
        with travel(self.moment):
            end = self.moment + timedelta(days=2)
            free = free_slots(self.mentor, self.moment, end, 60)
        return free[number % len(free)] if free else None

    @rule(which=WHICH, hours=st.sampled_from([-5, 1, 30]))
    def give_another_time(self, which, hours):
        """The mentor moves a session."""
        session = Session.objects.get(pk=self.sessions[which])
        self.act(
            moving.reschedule,
            session_id=session.pk,
            actor=self.mentor.user,
            starts_at=session.starts_at + timedelta(hours=hours),
        )

    @rule(who=WHO)
    def pay(self, who):
        """Pay the last order, in time or not, once or again."""
        for booking in self.of(who):
            gateway = f"order_{booking.order_id}"
            Order.objects.filter(pk=booking.order_id).update(gateway_order_id=gateway)
            entity = {
                "id": f"pay_{booking.order_id}",
                "order_id": gateway,
                "amount": booking.price,
                "currency": "INR",
                "status": "captured",
            }
            self.act(settlement.apply_gateway_payment, entity=entity)

    @rule(who=WHO)
    def give_back(self, who):
        """Release what is held, cancel what is confirmed for the refund that is shown."""
        for booking in self.of(who):
            self.act(bookings.release, booking_id=booking.pk, actor=self.people[who])
            with travel(self.moment):
                shown = leaving.refund_if_cancelled(booking)
            self.act(leaving.cancel, booking_id=booking.pk, actor=self.people[who], expected=shown)

    @rule(who=WHO, which=WHICH)
    def move(self, who, which):
        """Take seats to another session."""
        for booking in self.of(who):
            self.act(
                rescheduling.reschedule,
                booking_id=booking.pk,
                actor=self.people[who],
                session_id=self.sessions[which],
            )

    @rule(who=WHO, which=WHICH)
    def wait(self, who, which):
        """Join a queue."""
        self.act(waitlist.join, session_id=self.sessions[which], learner=self.people[who])

    @rule(who=WHO, which=WHICH)
    def wait_no_longer(self, who, which):
        """Leave a queue."""
        self.act(waitlist.leave, session_id=self.sessions[which], learner=self.people[who])

    @rule(which=WHICH)
    def add_a_seat(self, which):
        """Raise the number of seats, as an edit does."""
        Session.objects.filter(pk=self.sessions[which], capacity__lt=4).update(capacity=4)
        self.act(waitlist.offer_seats, session_id=self.sessions[which])

    @rule(minutes=st.sampled_from([1, 16, 60, 600, 1440]))
    def time_passes(self, minutes):
        """Let time pass and the sweeps run."""
        self.moment += timedelta(minutes=minutes)
        for sweep in (holds.expire_holds, closing.settle_overdue, waitlist.sweep):
            self.act(sweep)

    @rule(which=WHICH, came=WHO)
    def teach(self, which, came):
        """Start a session on time, with one learner there; end it an hour later."""
        session = Session.objects.get(pk=self.sessions[which])
        if session.state != SessionState.SCHEDULED or session.starts_at < self.moment:
            return
        self.moment = session.starts_at
        self.act(sessions.start, session_id=session.pk, actor=self.mentor.user)
        for user in (self.mentor.user, self.people[came]):
            self.act(attendance.joined, session_id=session.pk, user_id=user.pk)
        self.moment = session.ends_at
        self.act(closing.end, session_id=session.pk, actor=self.mentor.user)

    @rule(which=WHICH)
    def call_off(self, which):
        """The mentor cancels."""
        self.act(
            closing.cancel, session_id=self.sessions[which], actor=self.mentor.user, reason="Ill."
        )

    @rule(who=WHO, outcome=st.sampled_from(["completed", "no_show_learner", "no_show_mentor"]))
    def contest(self, who, outcome):
        """Contest what is settled; staff settle it anew."""
        for booking in self.of(who):
            made = self.act(
                contests.contest,
                booking_id=booking.pk,
                actor=self.people[who],
                words="It was not like that.",
            )
            if made:
                self.act(
                    contests.decide,
                    contest_id=made.pk,
                    actor=self.staff,
                    outcome=outcome,
                    answer="Seen.",
                )

    @invariant()
    def seats_are_counted_and_sold_once(self):
        """Seats taken are those sat in, never more than there are; none waits beside a free one."""
        for session in Session.objects.filter(mentor=self.mentor):
            seated = Booking.objects.filter(session=session, state__in=SEATED)
            if session.state != SessionState.COMPLETED:
                assert session.seats_taken == seated.count() <= session.capacity
            waiting = WaitlistEntry.objects.filter(session=session, state=WaitState.WAITING)
            coming = queue_closes(session.starts_at) > self.moment
            if session.state == SessionState.SCHEDULED and coming and waiting.exists():
                assert session.seats_left == 0
            for entry in waiting:
                mine = Booking.objects.filter(session=session, learner=entry.learner_id)
                assert not mine.filter(state__in=ACTIVE).exists()

    @invariant()
    def the_mentor_is_in_one_place_and_no_lesson_for_one_is_empty(self):
        """Sessions to come don't overlap; a 1:1 to come has who it is for."""
        coming = Session.objects.filter(mentor=self.mentor, state__in=OPEN_STATES)
        for before, after in pairwise(coming.order_by("starts_at")):
            assert before.ends_at <= after.starts_at
        for session in coming.filter(kind=SessionKind.PRIVATE):
            assert session.seats_taken == 1

    @invariant()
    def bookings_move_as_the_table_says(self):
        """Each state a booking is found in is one it can reach from where it was, in two steps."""
        for pk, state in Booking.objects.values_list("pk", "state"):
            before = self.states.get(pk, state)
            one = BOOKING_MOVES.get(before, frozenset()) | CONTEST_MOVES.get(before, frozenset())
            two = {end for way in one for end in BOOKING_MOVES.get(way, frozenset())}
            assert state == before or state in one or state in two
            self.states[pk] = state

    @invariant()
    def the_ledger_adds_up(self):
        """No money appears or is lost."""
        assert list(ledger_faults()) == []


def test_no_sequence_of_acts_loses_a_seat_sells_one_twice_or_loses_money():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=share(12),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
