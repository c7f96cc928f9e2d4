"""Who waits for a full session is offered a seat, in turn and for a time."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, WaitState
from learning.models import Booking, Session, WaitlistEntry
from learning.queries import waitlist as queries
from learning.services import bookings, closing, departures, holds, leaving, sessions, waitlist
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """A full session a week from now, and who has its one seat."""
    session = make.session(capacity=1, price=0, starts_in=7 * 24 * 60)
    return session, make.seat(session)


def wait(session: Session, who=None) -> WaitlistEntry:
    return waitlist.join(session_id=session.pk, learner=who or make.person())


def offered(entry: WaitlistEntry) -> Booking:
    entry.refresh_from_db()
    assert entry.state == WaitState.OFFERED
    assert entry.booking is not None
    return entry.booking


def taken(session: Session) -> int:
    return Session.objects.get(pk=session.pk).seats_taken


def give_up(booking: Booking) -> None:
    leaving.cancel(booking_id=booking.pk, actor=booking.learner, expected=0)


def test_places_are_given_in_the_order_of_asking_and_asking_twice_keeps_the_place(full):
    session, _ = full
    first, second = wait(session), wait(session)
    assert wait(session, first.learner) == first
    assert [queries.place_of(entry) for entry in (first, second)] == [1, 2]
    assert queries.length(session.pk) == 2


def test_a_seat_given_back_is_kept_for_who_waited_longest_and_they_are_told(full):
    session, booking = full
    first, second = wait(session), wait(session)
    give_up(booking)
    held = offered(first)
    assert (held.learner, held.state) == (first.learner, BookingState.HELD)
    assert taken(session) == 1
    assert first.learner.notices.get().kind == "seat_offered"
    second.refresh_from_db()
    assert second.state == WaitState.WAITING
    assert queries.place_of(second) == 1


def test_nobody_jumps_the_queue_while_a_seat_is_free(full):
    session, _ = full
    wait(session)
    Session.objects.filter(pk=session.pk).update(capacity=2)
    with pytest.raises(Conflict) as caught:
        make.seat(session)
    assert caught.value.code == "session_full"


def test_the_sweep_offers_seats_that_came_free_unheard(full):
    session, _ = full
    first, second, third = (wait(session) for _ in range(3))
    Session.objects.filter(pk=session.pk).update(capacity=3)
    assert waitlist.sweep() == 1
    assert {offered(first).state, offered(second).state} == {BookingState.HELD}
    third.refresh_from_db()
    assert third.state == WaitState.WAITING
    assert taken(session) == 3


def test_an_offer_nobody_took_goes_to_the_next(full):
    session, booking = full
    first, second = wait(session), wait(session)
    give_up(booking)
    with travel(offered(first).hold_expires_at + timedelta(seconds=1)):
        holds.expire_holds()
    assert offered(first).state == BookingState.EXPIRED
    assert offered(second).state == BookingState.HELD
    assert taken(session) == 1


def test_an_offer_given_back_goes_to_the_next_at_once(full):
    session, booking = full
    first, second = wait(session), wait(session)
    give_up(booking)
    bookings.release(booking_id=offered(first).pk, actor=first.learner)
    assert offered(second).state == BookingState.HELD


def test_a_free_seat_on_offer_is_taken_by_booking_it(full):
    session, booking = full
    entry = wait(session)
    give_up(booking)
    mine = bookings.book(session_id=session.pk, learner=entry.learner)
    assert mine.pk == offered(entry).pk
    assert mine.state == BookingState.CONFIRMED
    assert taken(session) == 1


def test_a_seat_on_offer_that_costs_is_paid_like_any_other():
    session = make.session(capacity=1, starts_in=7 * 24 * 60)
    held = make.seat(session)
    entry = wait(session)
    bookings.release(booking_id=held.pk, actor=held.learner)
    mine = bookings.book(session_id=session.pk, learner=entry.learner)
    assert (mine.pk, mine.order.amount) == (offered(entry).pk, 45_000)
    assert bookings.settle_paid_order(mine.order) == "fulfilled"
    assert taken(session) == 1


def test_money_that_comes_after_the_offer_does_not_take_the_seat_from_the_next():
    session = make.session(capacity=1, starts_in=7 * 24 * 60)
    held = make.seat(session)
    first, second = wait(session), wait(session)
    bookings.release(booking_id=held.pk, actor=held.learner)
    bookings.release(booking_id=offered(first).pk, actor=first.learner)
    assert bookings.settle_paid_order(offered(first).order) == "refund_due"
    assert offered(second).state == BookingState.HELD


def test_who_left_the_queue_is_passed_over(full):
    session, booking = full
    first, second = wait(session), wait(session)
    assert waitlist.leave(session_id=session.pk, learner=first.learner)
    assert not waitlist.leave(session_id=session.pk, learner=first.learner)
    give_up(booking)
    assert offered(second).state == BookingState.HELD


def test_an_account_that_closed_waits_no_longer(full):
    session, booking = full
    first, second = wait(session), wait(session)
    departures.close(user_id=first.learner_id, by_staff=False)
    give_up(booking)
    assert offered(second).state == BookingState.HELD


@pytest.mark.parametrize("change", ["started", "cancelled"])
def test_the_queue_ends_with_the_session(full, change):
    session, _ = full
    entry = wait(session)
    if change == "cancelled":
        closing.cancel(session_id=session.pk, actor=None, reason="Ill.")
    else:
        make.move_start(session, 5)
        sessions.start(session_id=session.pk, actor=session.mentor.user)
    entry.refresh_from_db()
    assert entry.state == WaitState.CLOSED
    assert entry.learner.notices.get().kind == "queue_closed"


def test_shortly_before_the_start_the_queue_closes_and_a_seat_is_anybodys(full):
    session, booking = full
    entry = wait(session)
    make.move_start(session, 4)
    give_up(booking)
    entry.refresh_from_db()
    assert entry.state == WaitState.WAITING
    waitlist.sweep()
    entry.refresh_from_db()
    assert entry.state == WaitState.CLOSED
    assert make.seat(session).state == BookingState.CONFIRMED


def test_there_is_no_queue_while_a_seat_is_free():
    with pytest.raises(Conflict) as caught:
        wait(make.session(price=0))
    assert caught.value.code == "not_full"


@pytest.mark.parametrize("why", ["seated", "soon", "begun", "mentor", "draft", "unknown"])
def test_who_has_nothing_to_wait_for_is_refused(full, why):
    session, booking = full
    refused = {
        "seated": (Conflict, "already_booked"),
        "soon": (Conflict, "closed"),
        "begun": (Conflict, "closed"),
        "mentor": (NotAllowed, "wrong_role"),
        "draft": (NotFound, "no_session"),
        "unknown": (NotFound, "no_session"),
    }[why]
    who = {"seated": booking.learner, "mentor": session.mentor.user}.get(why) or make.person()
    pk = {"draft": make.draft().pk, "unknown": 987_654}.get(why, session.pk)
    if why in ("soon", "begun"):
        make.move_start(session, 4 if why == "soon" else -1)
    with pytest.raises(refused[0]) as caught:
        waitlist.join(session_id=pk, learner=who)
    assert caught.value.code == refused[1]
    assert not WaitlistEntry.objects.exists()


def test_an_offer_expired_unswept_is_no_seat_any_more(full):
    session, booking = full
    first, second = wait(session), wait(session)
    give_up(booking)
    with travel(now() + timedelta(days=1)), pytest.raises(Conflict):
        bookings.book(session_id=session.pk, learner=first.learner)
    assert offered(second).state == BookingState.HELD
