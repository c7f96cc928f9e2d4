"""A seat is taken to another time: both sessions count right and nothing is paid again."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.enums import BookingState, SessionState
from learning.hours import Stretch
from learning.models import Booking, Session
from learning.policies import refund_policy
from learning.queries import bookings as queries
from learning.services import bookings, leaving, rescheduling, teaching, waitlist
from payments.models import Order, Refund
from payments.queries import ledger_faults
from payments.services import orders, settlement
from peerlearn.common.clock import travel
from peerlearn.common.errors import Conflict, NotFound
from tests import factories as make

WEEK = 7 * 24 * 60


@pytest.fixture
def mentor(db):
    return make.mentor("Asha Rao")


@pytest.fixture
def seat(mentor):
    return make.seat(make.session(by=mentor, price=0, starts_in=WEEK))


def other(mentor, **fields):
    return make.session(by=mentor, **({"price": 0, "starts_in": WEEK + 1440} | fields))


def move(booking, session, who=None):
    return rescheduling.reschedule(
        booking_id=booking.pk, actor=who or booking.learner, session_id=session.pk
    )


def taken(session) -> int:
    return Session.objects.get(pk=session.pk).seats_taken


def test_the_seat_goes_along_and_both_sides_are_told(mentor, seat):
    old, new = seat.session, other(mentor)
    moved = move(seat, new)
    moved.refresh_from_db()
    assert (moved.session_id, moved.state, moved.moves) == (new.pk, BookingState.CONFIRMED, 1)
    assert (taken(old), taken(new)) == (0, 1)
    assert seat.learner.notices.filter(kind="booking_moved").count() == 1
    assert mentor.user.notices.filter(kind="seat_moved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_paid_stays_with_the_booking_and_comes_back_by_its_terms(simulator):
    mentor = make.mentor()
    booking = make.seat(make.session(by=mentor, starts_in=WEEK))
    simulator.pay(orders.register(order_id=booking.order_id))
    settlement.sync_order(order_id=booking.order_id)
    moved = move(booking, make.session(by=mentor, starts_in=2 * WEEK))
    assert Order.objects.get() == booking.order
    leaving.cancel(booking_id=moved.pk, actor=moved.learner, expected=45_000)
    assert Refund.objects.get().amount == 45_000
    assert list(ledger_faults()) == []


def test_the_seat_left_behind_goes_to_who_waited_for_it(mentor):
    seat = make.seat(make.session(by=mentor, price=0, capacity=1, starts_in=WEEK))
    old = seat.session
    entry = waitlist.join(session_id=old.pk, learner=make.person())
    move(seat, other(mentor))
    entry.refresh_from_db()
    assert entry.booking.state == BookingState.HELD
    assert taken(old) == 1


def test_twice_is_often_enough(mentor, seat):
    move(seat, other(mentor))
    move(seat, other(mentor, starts_in=WEEK + 2880))
    third = other(mentor, starts_in=WEEK + 4320)
    with pytest.raises(Conflict) as caught:
        move(seat, third)
    assert caught.value.code == "too_often"
    assert taken(third) == 0


def test_the_terms_are_those_the_seat_was_booked_under(mentor, seat):
    seat.policy = seat.policy | {"move_hours": 200}
    seat.save()
    with pytest.raises(Conflict) as caught:
        move(seat, other(mentor))
    assert caught.value.code == "too_late"


@pytest.mark.parametrize(("minutes", "fine"), [(24 * 60 + 1, True), (24 * 60 - 1, False)])
def test_until_a_day_before_the_start(mentor, seat, minutes, fine):
    new = other(mentor)
    with travel(seat.session.starts_at - timedelta(minutes=minutes)):
        if fine:
            assert move(seat, new).session == new
        else:
            with pytest.raises(Conflict) as caught:
                move(seat, new)
            assert caught.value.code == "too_late"


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("another mentor", "other_offer"),
        ("another price", "other_offer"),
        ("the same", "other_offer"),
        ("private", "other_offer"),
        ("begun", "other_offer"),
        ("cancelled", "other_offer"),
        ("full", "session_full"),
        ("queued", "session_full"),
        ("mine already", "already_booked"),
    ],
)
def test_where_a_seat_cannot_go_nothing_changes(mentor, seat, why, code):
    fields = {
        "another mentor": {"by": make.mentor()},
        "another price": {"price": 10_000},
        "private": {"kind": "private"},
        "full": {"capacity": 1},
        "queued": {"capacity": 1},
    }.get(why, {})
    target = (
        seat.session
        if why == "the same"
        else make.session(**({"by": mentor, "price": 0, "starts_in": WEEK + 1440} | fields))
    )
    if why == "begun":
        make.move_start(target, -1)
    elif why == "cancelled":
        Session.objects.filter(pk=target.pk).update(state=SessionState.CANCELLED)
    elif why in ("full", "queued"):
        make.seat(target)
    elif why == "mine already":
        make.seat(target, seat.learner)
    if why == "queued":
        waitlist.join(session_id=target.pk, learner=make.person())
        Session.objects.filter(pk=target.pk).update(capacity=2)
    before = taken(target)
    with pytest.raises(Conflict) as caught:
        move(seat, target)
    assert caught.value.code == code
    seat.refresh_from_db()
    assert (seat.moves, taken(seat.session), taken(target)) == (0, 1, before)
    assert target not in queries.free_targets(seat)


def test_a_seat_that_is_only_held_stays_where_it_is(mentor):
    held = make.seat(make.session(by=mentor, starts_in=WEEK))
    with pytest.raises(Conflict) as caught:
        move(held, make.session(by=mentor, starts_in=2 * WEEK))
    assert caught.value.code == "closed"


def test_nobody_moves_somebody_elses_seat_nor_into_nothing(mentor, seat):
    with pytest.raises(NotFound):
        move(seat, other(mentor), make.person())
    with pytest.raises(NotFound):
        rescheduling.reschedule(booking_id=seat.pk, actor=seat.learner, session_id=987_654)
    with pytest.raises(NotFound):
        bookings.release(booking_id=987_654, actor=seat.learner)


# A Monday, and two free times of the week after.
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
FREE, TAKEN = MONDAY + timedelta(days=8, hours=13), MONDAY + timedelta(days=9, hours=13)


@pytest.fixture
def private(mentor):
    """A confirmed 1:1 on Tuesday evening; its mentor is free on Tuesdays and Wednesdays."""
    with travel(MONDAY):
        week = [Stretch(1, 18 * 60, 20 * 60), Stretch(2, 18 * 60, 20 * 60)]
        teaching.update_hours(user=mentor.user, week=week, time_zone="Asia/Kolkata")
        session = make.session(by=mentor, price=0, kind="private", capacity=1)
        Session.objects.filter(pk=session.pk).update(
            starts_at=FREE - timedelta(days=6), ends_at=FREE - timedelta(days=6, minutes=-60)
        )
        session.refresh_from_db()
        Session.objects.filter(pk=session.pk).update(seats_taken=1)
        return Booking.objects.create(
            session=session,
            learner=make.person(),
            price=0,
            state=BookingState.CONFIRMED,
            policy=refund_policy(),
        )


def shift(booking, to, who=None):
    return rescheduling.reschedule_private(
        booking_id=booking.pk, actor=who or booking.learner, starts_at=to
    )


def test_a_private_session_goes_where_its_learner_goes(mentor, private):
    with travel(MONDAY):
        moved = shift(private, FREE)
    session = Session.objects.get(pk=private.session_id)
    assert (session.starts_at, session.minutes, session.seats_taken) == (FREE, 60, 1)
    assert (moved.session_id, moved.moves) == (session.pk, 1)
    assert mentor.user.notices.get(kind="seat_moved").body.startswith("Now Tue 1 Dec")


@pytest.mark.parametrize(
    "why", ["taken", "outside", "off step", "off second", "past", "never", "stranger", "public"]
)
def test_a_private_session_goes_to_free_times_only(mentor, private, seat, why):
    other_one = make.draft(by=mentor, price=0)
    Session.objects.filter(pk=other_one.pk).update(
        state="scheduled", starts_at=TAKEN, ends_at=TAKEN + timedelta(hours=1)
    )
    to = {
        "taken": TAKEN,
        "outside": FREE + timedelta(hours=5),
        "off step": FREE + timedelta(minutes=7),
        "never": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        "off second": FREE - timedelta(seconds=30),
        "past": MONDAY - timedelta(days=6, hours=11),
    }.get(why, FREE)
    refusal = NotFound if why == "stranger" else Conflict
    with travel(MONDAY), pytest.raises(refusal):
        shift(
            seat if why == "public" else private, to, make.person() if why == "stranger" else None
        )
    assert Session.objects.get(pk=private.session_id).starts_at == FREE - timedelta(days=6)
