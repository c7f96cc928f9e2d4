"""A free time is booked once, paid like any seat, and free again when nobody comes of it."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, SessionState, Vetting
from learning.hours import Stretch
from learning.models import Booking, Mentor, Session
from learning.queries import sessions as session_queries
from learning.queries.slots import free_slots
from learning.services import (
    availability,
    bookings,
    departures,
    forgetting,
    holds,
    leaving,
    slots,
    teaching,
)
from peerlearn.accounts.enums import Role
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from tests import factories as make

pytestmark = pytest.mark.django_db

ALL_WEEK = [Stretch(weekday, 0, 24 * 60) for weekday in range(7)]


def open_mentor(price=90_000, **fields):
    """Make a mentor in Kolkata who is free day and night."""
    made = make.mentor(domains=[make.domain()], hourly_price=price, **fields)
    teaching.update_hours(user=made.user, week=ALL_WEEK, time_zone="Asia/Kolkata")
    return made


@pytest.fixture
def mentor():
    """A mentor at 900 rupees an hour."""
    return open_mentor()


@pytest.fixture
def learner():
    """Somebody who learns."""
    return make.person()


def free(mentor, minutes=60):
    return free_slots(mentor, now(), now() + timedelta(days=3), minutes)


def book(learner, mentor, at=None, minutes=60, **more):
    at = at or free(mentor, minutes)[0]
    return slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=minutes, **more)


def test_a_free_time_becomes_a_private_session_held_for_the_learner(mentor, learner):
    at = free(mentor, 30)[0]
    booking = book(learner, mentor, at, 30, note="My first trait objects.")
    session = booking.session
    assert booking.state == BookingState.HELD
    assert (booking.order.amount, session.price) == (45_000, 45_000)
    assert (session.kind, session.state, session.capacity) == ("private", "scheduled", 1)
    assert (session.starts_at, session.minutes) == (at, 30)
    assert session.description == "My first trait objects."
    assert session not in session_queries.visible()
    assert at not in free(mentor, 30)


def test_a_mentor_without_a_price_is_booked_at_once(learner):
    booking = book(learner, open_mentor(price=0))
    assert (booking.state, booking.price, booking.order) == ("confirmed", 0, None)


def test_the_same_press_twice_is_one_hold(mentor, learner):
    at = free(mentor)[0]
    assert book(learner, mentor, at).pk == book(learner, mentor, at).pk
    assert Session.objects.count() == 1


def test_a_hold_that_has_ended_is_not_handed_out_again(mentor, learner):
    at = free(mentor)[-1]
    first = book(learner, mentor, at)
    with travel(first.hold_expires_at + timedelta(seconds=1)):
        again = book(learner, mentor, at)
        assert again.hold_expires_at > now()
    first.refresh_from_db()
    assert (first.state, again.state) == (BookingState.EXPIRED, BookingState.HELD)


def test_paying_confirms_it_and_a_second_try_says_so(mentor, learner):
    booking = book(learner, mentor)
    assert bookings.settle_paid_order(booking.order) == "fulfilled"
    with pytest.raises(Conflict) as refused:
        book(learner, mentor, booking.session.starts_at)
    assert refused.value.code == "already_booked"


def test_a_hold_that_ends_unpaid_withdraws_the_session_and_frees_the_time(mentor, learner):
    at = free(mentor)[0]
    booking = book(learner, mentor, at)
    with travel(now() + timedelta(minutes=16)):
        assert holds.expire_holds() == 1
    booking.refresh_from_db()
    booking.session.refresh_from_db()
    assert (booking.state, booking.session.state) == ("expired", "cancelled")
    assert at in free(mentor)
    assert not mentor.user.notices.exists()
    assert not session_queries.past(mentor).exists()
    # Money that comes even later goes back: the time may be somebody else's by now.
    assert bookings.settle_paid_order(booking.order) == "refund_due"


def test_a_hold_given_back_frees_the_time_for_the_next_one(mentor, learner):
    at = free(mentor)[0]
    bookings.release(booking_id=book(learner, mentor, at).pk, actor=learner)
    again = book(make.person(), mentor, at)
    assert again.state == "held"
    assert Session.objects.filter(state=SessionState.SCHEDULED).count() == 1


def test_a_booked_time_that_is_cancelled_is_free_again_and_stays_in_the_mentors_past(learner):
    mentor = open_mentor(price=0)
    booking = book(learner, mentor)
    leaving.cancel(booking_id=booking.pk, actor=learner, expected=0)
    booking.session.refresh_from_db()
    assert booking.session.state == "cancelled"
    assert booking.session.starts_at in free(mentor)
    assert booking.session in session_queries.past(mentor)


def test_a_learner_who_leaves_frees_the_times(learner):
    mentor = open_mentor(price=0)
    booking = book(learner, mentor, note="My secret.")
    departures.close(user_id=learner.pk, by_staff=False)
    booking.session.refresh_from_db()
    assert booking.session.state == "cancelled"
    forgetting.forget_person(user_id=learner.pk)
    booking.session.refresh_from_db()
    assert booking.session.description == ""


def test_a_group_session_that_loses_everybody_stays(learner):
    session = make.session(capacity=1)
    bookings.release(booking_id=make.seat(session, learner).pk, actor=learner)
    session.refresh_from_db()
    assert session.state == "scheduled"


def test_the_sweep_withdraws_what_was_left_behind(mentor, learner):
    booking = book(learner, mentor)
    kept = book(make.person(), mentor)
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.EXPIRED)
    with travel(now() + timedelta(minutes=2)):
        assert slots.withdraw_empty() == 1
        assert slots.withdraw_empty() == 0
    states = dict(Session.objects.values_list("pk", "state"))
    assert states == {booking.session_id: "cancelled", kept.session_id: "scheduled"}


@pytest.mark.parametrize(
    "change",
    [
        lambda mentor, at: availability.set_rules(user=mentor.user, bookable=False),
        lambda mentor, at: availability.set_rules(user=mentor.user, lengths=[30]),
        lambda mentor, at: availability.set_rules(user=mentor.user, notice=3 * 24 * 60),
        lambda mentor, at: teaching.update_hours(
            user=mentor.user, week=[], time_zone="Asia/Kolkata"
        ),
        lambda mentor, at: availability.add_time_off(
            user=mentor.user, first_day=at.date(), last_day=at.date() + timedelta(days=1)
        ),
        lambda mentor, at: book(make.person(), mentor, at),
        lambda mentor, at: mentor.domains.clear(),
    ],
)
def test_what_changed_since_the_page_was_read_is_looked_at_again(mentor, learner, change):
    at = free(mentor)[0]
    change(mentor, at)
    before = Session.objects.count()
    with pytest.raises(Conflict) as refused:
        book(learner, mentor, at)
    assert refused.value.code == "slot_taken"
    assert Session.objects.count() == before


def test_a_time_off_the_step_or_over_is_not_booked(mentor, learner):
    at = free(mentor)[0]
    for wrong in (
        at + timedelta(minutes=5),
        at + timedelta(microseconds=1),
        now(),
        at - timedelta(days=9),
    ):
        with pytest.raises(Conflict):
            book(learner, mentor, wrong)
    for minutes in (0, -60, 61, 10_000):
        with pytest.raises(Conflict):
            slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=minutes)
    assert Session.objects.count() == 0


def test_who_may_not_book_does_not(mentor, learner):
    at = free(mentor)[0]
    with pytest.raises(NotAllowed):
        book(mentor.user, mentor, at)
    with pytest.raises(NotAllowed):
        book(make.person(roles=(Role.MENTOR,)), mentor, at)
    with pytest.raises(DomainError):
        book(learner, mentor, at, note="x" * 1001)
    Mentor.objects.filter(pk=mentor.pk).update(vetting=Vetting.SUSPENDED)
    with pytest.raises(NotFound):
        book(learner, mentor, at)
    assert Session.objects.count() == 0


def test_nobody_keeps_more_than_two_unpaid_times(mentor, learner):
    other = open_mentor()
    book(learner, mentor)
    book(learner, other)
    with pytest.raises(Conflict) as refused:
        book(learner, mentor)
    assert refused.value.code == "too_many_held"


def test_nobody_takes_more_than_five_times_of_one_mentor(learner):
    mentor = open_mentor(price=0)
    for _ in range(slots.MOST_COMING):
        book(learner, mentor)
    with pytest.raises(Conflict) as refused:
        book(learner, mentor)
    assert refused.value.code == "too_many_coming"
    assert book(learner, open_mentor(price=0)).state == "confirmed"
