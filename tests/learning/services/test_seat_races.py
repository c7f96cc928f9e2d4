"""Cancel, reschedule, queue and pay at once: every seat counted once, nobody passed over."""

import random
from datetime import timedelta

import pytest
from django.db import transaction

from learning.enums import SEATED, BookingState, WaitState
from learning.models import Booking, Session, WaitlistEntry
from learning.services import bookings, closing, holds, leaving, rescheduling, waitlist
from payments.models import Order
from payments.services import settlement
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.support.threads import race

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = 7 * 24 * 60


def counted(session: Session) -> int:
    """Return the seats taken, having compared them with the bookings and the capacity."""
    session.refresh_from_db()
    seated = Booking.objects.filter(session=session, state__in=SEATED).count()
    assert session.seats_taken == seated <= session.capacity
    return seated


def give_up(booking: Booking):
    return lambda: leaving.cancel(booking_id=booking.pk, actor=booking.learner, expected=0)


def take(session: Session, who=None):
    who = who or make.person()
    return lambda: bookings.book(session_id=session.pk, learner=who)


def move(booking: Booking, to: Session):
    return lambda: rescheduling.reschedule(
        booking_id=booking.pk, actor=booking.learner, session_id=to.pk
    )


def wait(session: Session, who=None):
    who = who or make.person()
    return lambda: waitlist.join(session_id=session.pk, learner=who)


def test_cancelling_many_times_at_once_frees_one_seat():
    session = make.session(price=0, capacity=3, starts_in=WEEK)
    booking = make.seat(session)
    make.seat(session)
    answers = race([give_up(booking) for _ in range(8)])
    assert answers.count("closed") == 7
    assert counted(session) == 1


def test_rescheduling_and_booking_for_one_seat_gives_it_once():
    mentor = make.mentor()
    old = make.session(by=mentor, price=0, capacity=4, starts_in=WEEK)
    new = make.session(by=mentor, price=0, capacity=1, starts_in=WEEK + 1440)
    seats = [make.seat(old) for _ in range(4)]
    answers = race([*(move(seat, new) for seat in seats), *(take(new) for _ in range(6))])
    assert answers.count("session_full") == 9
    assert counted(new) == 1
    moved = Booking.objects.filter(pk__in=[seat.pk for seat in seats], session=new).count()
    assert counted(old) == 4 - moved


def test_seats_that_change_places_do_not_wait_for_each_other():
    mentor = make.mentor()
    one, two = (
        make.session(by=mentor, price=0, capacity=7, starts_in=WEEK + 1440 * day)
        for day in range(2)
    )
    there, back = [make.seat(one) for _ in range(3)], [make.seat(two) for _ in range(3)]
    answers = race([*(move(seat, two) for seat in there), *(move(seat, one) for seat in back)])
    assert all(isinstance(answer, Booking) for answer in answers)
    assert (counted(one), counted(two)) == (3, 3)


def test_rescheduling_and_cancelling_one_booking_at_once_is_the_one_or_both_in_turn():
    mentor = make.mentor()
    one, two = (make.session(by=mentor, price=0, starts_in=WEEK + 1440 * day) for day in range(2))
    seat = make.seat(one)
    race([move(seat, two), give_up(seat), give_up(seat), move(seat, two)])
    seat.refresh_from_db()
    assert seat.state == BookingState.CANCELLED_LEARNER
    assert (counted(one), counted(two)) == (0, 0)


def test_a_seat_that_comes_free_goes_to_the_queue_and_to_nobody_who_books_meanwhile():
    session = make.session(price=0, capacity=2, starts_in=WEEK)
    seats = [make.seat(session), make.seat(session)]
    entries = [wait(session)() for _ in range(3)]
    answers = race([*(give_up(seat) for seat in seats), *(take(session) for _ in range(8))])
    assert answers[2:] == ["session_full"] * 8
    states = [WaitlistEntry.objects.get(pk=entry.pk).state for entry in entries]
    assert states == [WaitState.OFFERED, WaitState.OFFERED, WaitState.WAITING]
    assert counted(session) == 2


def test_joining_the_queue_while_the_seat_comes_free_loses_neither():
    session = make.session(price=0, capacity=1, starts_in=WEEK)
    seat = make.seat(session)
    answers = race([give_up(seat), *(wait(session) for _ in range(6))])
    waiting = WaitlistEntry.objects.filter(session=session)
    joined = [answer for answer in answers[1:] if answer != "not_full"]
    assert waiting.count() == len(joined)
    # Whoever joined before the seat came free has it; if nobody did, it is free.
    offered = waiting.filter(state=WaitState.OFFERED).count()
    assert counted(session) == offered == min(1, len(joined))


def test_leaving_the_queue_while_a_seat_comes_free_never_keeps_it_for_who_left():
    session = make.session(price=0, capacity=1, starts_in=WEEK)
    seat, first, second = make.seat(session), make.person(), make.person()
    entries = [wait(session, who)() for who in (first, second)]
    left, _ = race([lambda: waitlist.leave(session_id=session.pk, learner=first), give_up(seat)])
    states = [WaitlistEntry.objects.get(pk=entry.pk).state for entry in entries]
    assert states == (
        [WaitState.LEFT, WaitState.OFFERED] if left else [WaitState.OFFERED, WaitState.WAITING]
    )
    assert counted(session) == 1


def test_taking_an_offer_while_it_expires_gives_the_seat_to_one_of_two():
    session = make.session(price=0, capacity=1, starts_in=WEEK)
    seat = make.seat(session)
    first, second = (wait(session)() for _ in range(2))
    give_up(seat)()
    first.refresh_from_db()
    held = first.booking
    race(
        [
            take(session, held.learner),
            lambda: bookings.release(booking_id=held.pk, actor=None),
        ]
    )
    held.refresh_from_db()
    second.refresh_from_db()
    assert (held.state == BookingState.CONFIRMED) == (second.state == WaitState.WAITING)
    assert counted(session) == 1


def test_paying_while_the_sweep_takes_the_hold_back_ends_in_a_seat_or_a_refund():
    session = make.session(capacity=1, starts_in=WEEK)
    booking = make.seat(session)
    wait(session)()
    Order.objects.filter(pk=booking.order_id).update(state="paid", fulfil_state="due")

    def sweep():
        with travel(now() + timedelta(minutes=16)):
            return holds.expire_holds()

    race([lambda: settlement.fulfil(order_id=booking.order_id), sweep])
    settlement.fulfil(order_id=booking.order_id)
    booking.refresh_from_db()
    order = Order.objects.get(pk=booking.order_id)
    assert (booking.state, order.fulfil_state) in (
        (BookingState.CONFIRMED, "fulfilled"),
        (BookingState.EXPIRED, "refund_due"),
    )
    assert counted(session) == 1


@pytest.mark.parametrize("seed", range(3))
def test_everything_at_once_loses_no_seat_and_sells_none_twice(seed):
    dice = random.Random(seed)
    mentor = make.mentor()
    sessions = [
        make.session(by=mentor, price=0, capacity=2, starts_in=WEEK + 1440 * day)
        for day in range(3)
    ]
    seats = [make.seat(session) for session in sessions for _ in range(2)]
    queued = [make.person() for _ in range(4)]
    for who in queued:
        wait(sessions[0], who)()
    calls = [
        *(give_up(seat) for seat in seats[:4]),
        *(move(seat, dice.choice(sessions)) for seat in seats),
        *(take(dice.choice(sessions)) for _ in range(5)),
        *(wait(dice.choice(sessions)) for _ in range(4)),
        lambda: waitlist.sweep(),
        lambda: closing.cancel(session_id=sessions[2].pk, actor=None, reason="Ill."),
    ]
    dice.shuffle(calls)
    race(calls)
    with transaction.atomic():
        waitlist.sweep()
    for session in sessions:
        counted(session)
        waiting = WaitlistEntry.objects.filter(session=session, state=WaitState.WAITING)
        assert not (session.state == "scheduled" and session.seats_left and waiting.exists())
    assert counted(sessions[2]) == 0
