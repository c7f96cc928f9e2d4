"""Seats: who gets one, who does not, and what a held one becomes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from learning.enums import BookingState, SessionState
from learning.models import Booking, Session
from learning.services import bookings, holds
from peerlearn.accounts.enums import Role
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from tests import factories as make

pytestmark = pytest.mark.django_db


def taken(session: Session) -> int:
    session.refresh_from_db()
    return session.seats_taken


def test_a_free_seat_is_confirmed_at_once_and_tells_both_sides():
    session = make.session(price=0)
    booking = make.seat(session)
    assert booking.state == BookingState.CONFIRMED
    assert taken(session) == 1
    assert booking.learner.notices.get().kind == "booking_confirmed"
    assert session.mentor.user.notices.get().kind == "seat_booked"


def test_one_person_keeps_at_most_five_unpaid_seats_from_others():
    learner, mentor = make.person(), make.mentor()
    sessions = [make.session(by=mentor, starts_in=600 + 90 * number) for number in range(6)]
    held = [make.seat(session, learner) for session in sessions[:5]]
    with pytest.raises(Conflict) as refused:
        make.seat(sessions[5], learner)
    assert refused.value.code == "too_many_held"
    assert taken(sessions[5]) == 0
    make.seat(make.session(price=0), learner)
    bookings.release(booking_id=held[0].pk, actor=learner)
    assert make.seat(sessions[5], learner).state == BookingState.HELD


def test_nobody_keeps_a_seat_from_others_for_ever_without_paying():
    session, learner = make.session(starts_in=3000), make.person()
    for _ in range(3):
        bookings.release(booking_id=make.seat(session, learner).pk, actor=learner)
    with pytest.raises(Conflict) as refused:
        make.seat(session, learner)
    assert refused.value.code == "held_too_often"
    assert taken(session) == 0
    make.seat(session)
    make.seat(make.session(by=session.mentor, starts_in=600), learner)
    with travel(now() + timedelta(hours=25)):
        assert make.seat(session, learner).state == BookingState.HELD


def test_a_paid_seat_is_held_for_fifteen_minutes_with_an_order_over_the_sessions_price():
    session = make.session(price=45_000, starts_in=600)
    booking = make.seat(session)
    assert booking.state == BookingState.HELD
    assert booking.order.amount == 45_000
    wait = booking.hold_expires_at - now()
    assert timedelta(minutes=14, seconds=50) < wait <= timedelta(minutes=15)


def test_a_hold_never_lasts_longer_than_five_minutes_past_the_start():
    session = make.session(starts_in=3)
    booking = make.seat(session)
    assert booking.hold_expires_at == session.starts_at + timedelta(minutes=5)


def test_booking_twice_while_the_hold_stands_gives_the_same_seat():
    session, learner = make.session(), make.person()
    assert make.seat(session, learner).pk == make.seat(session, learner).pk
    assert taken(session) == 1


def test_somebody_with_a_confirmed_seat_is_told_so():
    session, learner = make.session(price=0), make.person()
    make.seat(session, learner)
    with pytest.raises(Conflict) as caught:
        make.seat(session, learner)
    assert caught.value.code == "already_booked"
    assert taken(session) == 1


def test_a_full_session_refuses_one_more_learner_and_stays_full():
    session = make.session(price=0, capacity=1)
    make.seat(session)
    with pytest.raises(Conflict) as caught:
        make.seat(session)
    assert caught.value.code == "session_full"
    assert taken(session) == 1


def test_booking_closes_at_the_start():
    session = make.move_start(make.session(), -1)
    with pytest.raises(Conflict) as caught:
        make.seat(session)
    assert caught.value.code == "closed"


def test_nobody_books_their_own_session():
    mentor = make.mentor()
    with pytest.raises(NotAllowed) as caught:
        make.seat(make.session(by=mentor), mentor.user)
    assert caught.value.code == "own_session"


def test_a_mentor_who_is_no_learner_cannot_book():
    with pytest.raises(NotAllowed) as caught:
        make.seat(make.session(), make.person(roles=(Role.MENTOR,)))
    assert caught.value.code == "wrong_role"


@pytest.mark.parametrize("hidden", ["draft", "private", "unknown"])
def test_what_cannot_be_found_cannot_be_booked(hidden):
    session = make.draft() if hidden == "draft" else make.session(kind="private")
    pk = 987_654 if hidden == "unknown" else session.pk
    with pytest.raises(NotFound):
        bookings.book(session_id=pk, learner=make.person())


def test_an_expired_hold_gives_its_seat_back_and_voids_its_order():
    session = make.session(capacity=1, starts_in=120)
    booking = make.seat(session)
    with travel(now() + timedelta(minutes=16)):
        assert holds.expire_holds() == 1
    booking.refresh_from_db()
    assert booking.state == BookingState.EXPIRED
    assert booking.order.state == "cancelled"
    assert taken(session) == 0


def test_a_released_seat_can_be_booked_again_by_the_same_learner():
    session, learner = make.session(), make.person()
    first = make.seat(session, learner)
    bookings.release(booking_id=first.pk, actor=learner)
    assert make.seat(session, learner).pk != first.pk
    assert taken(session) == 1


def test_nobody_releases_somebody_elses_seat():
    booking = make.seat(make.session())
    with pytest.raises(NotFound):
        bookings.release(booking_id=booking.pk, actor=make.person())
    booking.refresh_from_db()
    assert booking.state == BookingState.HELD


def test_a_paid_order_confirms_its_seat_once_and_says_the_same_when_asked_again():
    booking = make.seat(make.session())
    assert bookings.settle_paid_order(booking.order) == "fulfilled"
    assert bookings.settle_paid_order(booking.order) == "fulfilled"
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED
    assert booking.learner.notices.count() == 1


def test_money_after_the_hold_takes_a_free_seat_again():
    session = make.session(starts_in=120)
    booking = make.seat(session)
    with travel(now() + timedelta(minutes=16)):
        holds.expire_holds()
        assert bookings.settle_paid_order(booking.order) == "fulfilled"
    assert taken(session) == 1


@pytest.mark.parametrize("why", ["seat gone", "starts soon", "cancelled", "booked anew"])
def test_money_after_the_hold_is_refunded_when_no_seat_can_be_given(why):
    session = make.session(capacity=1, starts_in=120)
    booking = make.seat(session)
    bookings.release(booking_id=booking.pk, actor=booking.learner)
    if why == "seat gone":
        make.seat(session)
    elif why == "booked anew":
        make.seat(session, booking.learner)
    elif why == "starts soon":
        make.move_start(session, 9)
    else:
        Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    assert bookings.settle_paid_order(booking.order) == "refund_due"
    booking.refresh_from_db()
    assert booking.state == BookingState.RELEASED


def test_the_database_itself_refuses_a_second_active_seat():
    session, learner = make.session(price=0), make.person()
    make.seat(session, learner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(session=session, learner=learner, price=0, state="confirmed")
