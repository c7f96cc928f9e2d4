"""Any order of acts by anybody: no state that cannot be, no seat lost or sold twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.enums import SEATED
from learning.models import Booking, Session
from learning.services import (
    attendance,
    bookings,
    closing,
    editing,
    leaving,
    minimum,
    moving,
    sessions,
)
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests import factories as make

pytestmark = [pytest.mark.long, pytest.mark.django_db]

COUNT, MENTORS, LEARNERS = 4, 2, 3
HOURS = (-1, 0, 1, 2, 30)

who = st.integers(0, MENTORS + LEARNERS - 1)
which = st.integers(0, COUNT - 1)
acts = st.one_of(
    st.tuples(st.just("publish"), which, who, st.just(0)),
    st.tuples(st.just("edit"), which, who, st.integers(0, 8)),
    st.tuples(st.just("move"), which, who, st.sampled_from(HOURS)),
    st.tuples(st.just("cancel"), which, who, st.just(0)),
    st.tuples(st.just("start"), which, who, st.just(0)),
    st.tuples(st.just("end"), which, who, st.just(0)),
    st.tuples(st.just("book"), which, who, st.just(0)),
    st.tuples(st.just("leave"), which, who, st.just(0)),
    st.tuples(st.just("delete"), which, who, st.just(0)),
    st.tuples(st.just("go_ahead"), which, who, st.just(0)),
    st.tuples(st.just("later"), which, who, st.integers(1, 40)),
)


class World:
    """Four drafts of two mentors, three learners, and a clock that only goes forward."""

    def __init__(self):
        mentors = [make.mentor() for _ in range(MENTORS)]
        self.people = [one.user for one in mentors] + [make.person() for _ in range(LEARNERS)]
        self.start = self.moment = now()
        self.keys = [
            make.draft(
                by=mentors[number % MENTORS],
                starts_in=120 + 30 * number,
                price=0,
                capacity=1 + number % 2,
                min_seats=number % 2,
                decide_hours=1,
            ).pk
            for number in range(COUNT)
        ]

    def do(self, act, number, person, value):
        actor, key = self.people[person], self.keys[number]
        if act == "later":
            self.moment += timedelta(hours=value) / 4
            with travel(self.moment):
                minimum.decide_due()
                closing.settle_overdue()
            return
        with travel(self.moment):
            try:
                with transaction.atomic():
                    self._act(act, key, actor, value)
            except DomainError:
                return

    def _act(self, act, key, actor, value):
        own = {"session_id": key, "actor": actor}
        if act == "publish":
            sessions.publish(**own)
        elif act == "edit":
            version = Session.objects.filter(pk=key).values_list("version", flat=True).first()
            editing.edit(**own, version=version or 1, changes={"capacity": value})
        elif act == "move":
            moving.reschedule(**own, starts_at=self.moment + timedelta(hours=value))
        elif act == "cancel":
            closing.cancel(**own, reason="So it is.")
        elif act == "start":
            sessions.start(**own)
        elif act == "end":
            closing.end(**own)
        elif act == "book":
            bookings.book(session_id=key, learner=actor)
        elif act == "leave":
            mine = Booking.objects.filter(session_id=key, learner=actor, state="confirmed").first()
            if mine:
                leaving.cancel(booking_id=mine.pk, actor=actor, expected=0)
        elif act == "delete":
            editing.delete_draft(**own)
        else:
            minimum.go_ahead(**own)

    def check(self, before):
        """Hold what must always be true, and which states may follow which."""
        allowed = {
            "draft": {"draft", "scheduled", None},
            "scheduled": {"scheduled", "live", "cancelled"},
            "live": {"live", "completed", "cancelled"},
            "completed": {"completed"},
            "cancelled": {"cancelled"},
        }
        now_states = self.states()
        for key, old in before.items():
            assert now_states.get(key) in allowed[old], (old, now_states.get(key))
        for one in Session.objects.all():
            seats = one.bookings.filter(state__in=SEATED).count()
            assert one.seats_taken <= one.capacity
            if one.state in ("draft", "scheduled", "live"):
                assert one.seats_taken == seats
            else:
                assert seats == 0
        running = Session.objects.filter(state__in=("scheduled", "live"))
        for one in running:
            clash = running.filter(mentor=one.mentor, starts_at__lt=one.ends_at).filter(
                Q(ends_at__gt=one.starts_at) & ~Q(pk=one.pk)
            )
            assert not clash.exists()

    def states(self):
        """Return the state of each session by its number."""
        return dict(Session.objects.values_list("pk", "state"))


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(acts, min_size=10, max_size=30))
def test_no_order_of_acts_breaks_a_session_or_loses_a_seat(script):
    with transaction.atomic():
        world = World()
        for step in script:
            before = world.states()
            world.do(*step)
            world.check(before)
        transaction.set_rollback(True)


def test_the_whole_way_is_among_them():
    world = World()
    for step in (
        ("publish", 0, 0, 0),
        ("book", 0, 2, 0),
        ("later", 0, 0, 8),
        ("start", 0, 0, 0),
    ):
        before = world.states()
        world.do(*step)
        world.check(before)
    attendance.joined(session_id=world.keys[0], user_id=world.people[2].pk)
    world.do("end", 0, 0, 0)
    assert Session.objects.get(pk=world.keys[0]).state == "completed"
