"""An account closes: what it had coming ends, and nobody's money is lost."""

from datetime import timedelta

import pytest

from cms.models import MentorPage
from learning.enums import BookingState, RequestState, SessionState
from learning.models import Booking, Session, SessionRequest
from learning.services import requests
from payments.enums import OrderState
from payments.models import Order, Refund
from payments.queries import ledger_faults
from payments.services import orders, settlement
from peerlearn.accounts.services import standing
from peerlearn.common.clock import now, travel
from peerlearn.notifications.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paid(simulator):
    booking = make.seat(make.session(price=45_000, starts_in=60 * 48))
    simulator.pay(orders.register(order_id=booking.order_id))
    settlement.sync_order(order_id=booking.order_id)
    booking.refresh_from_db()
    return booking


def close(user, how="ban"):
    if how == "self":
        return standing.deactivate(actor=user, user=user, reason="Done here.")
    return standing.ban(actor=make.moderator(), user=user, reason="Against the rules.")


def test_a_banned_mentors_sessions_are_cancelled_and_refunded_in_full(paid):
    close(paid.session.mentor.user)
    paid.refresh_from_db()
    paid.session.refresh_from_db()
    assert paid.session.state == SessionState.CANCELLED
    assert paid.state == BookingState.CANCELLED_MENTOR
    assert Refund.objects.get().amount == 45_000
    assert Notice.objects.filter(user=paid.learner, kind="session_cancelled").exists()
    assert list(ledger_faults()) == []


def test_a_class_that_runs_ends_with_its_mentors_account(client):
    session = make.session(starts_in=5, price=0)
    booking = make.seat(session)
    Session.objects.filter(pk=session.pk).update(state=SessionState.LIVE)
    close(session.mentor.user)
    session.refresh_from_db()
    booking.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert booking.state == BookingState.CANCELLED_MENTOR


def test_drafts_and_what_was_taught_stay_as_they_are():
    mentor = make.mentor()
    draft, taught = make.draft(by=mentor), make.session(by=mentor, starts_in=500)
    Session.objects.filter(pk=taught.pk).update(state=SessionState.COMPLETED)
    close(mentor.user)
    states = Session.objects.filter(mentor=mentor).order_by("pk").values_list("state", flat=True)
    assert list(states) == [SessionState.DRAFT, SessionState.COMPLETED]
    assert draft.pk < taught.pk


@pytest.mark.parametrize(("how", "amount"), [("ban", 45_000), ("self", 22_500)])
def test_a_learners_seat_goes_back_in_full_if_it_was_our_choice(paid, how, amount):
    with travel(paid.session.starts_at - timedelta(hours=10)):
        close(paid.learner, how)
    paid.refresh_from_db()
    assert paid.state == BookingState.CANCELLED_LEARNER
    assert Refund.objects.get().amount == amount
    assert Session.objects.get().seats_taken == 0
    assert Notice.objects.filter(user=paid.session.mentor.user, kind="seat_given_back").exists()
    assert list(ledger_faults()) == []


def test_a_held_seat_is_free_again_and_its_order_void():
    booking = make.seat(make.session())
    close(booking.learner)
    booking.refresh_from_db()
    assert booking.state == BookingState.RELEASED
    assert Order.objects.get().state == OrderState.CANCELLED
    assert Session.objects.get().seats_taken == 0


def test_money_that_comes_after_the_account_closed_goes_back(simulator):
    booking = make.seat(make.session(starts_in=60 * 48))
    order = orders.register(order_id=booking.order_id)
    simulator.pay(order)
    close(booking.learner)
    settlement.sync_order(order_id=order.pk)
    booking.refresh_from_db()
    order.refresh_from_db()
    assert booking.state == BookingState.RELEASED
    assert order.fulfil_state == "refund_due"


def test_open_requests_are_closed():
    mentor, learner, other = make.mentor(), make.person(), make.person()
    tomorrow = now() + timedelta(days=1)
    wish = {"domain": make.domain(), "description": "", "minutes": 60, "times": [tomorrow]}
    requests.ask(learner=learner, mentor=make.mentor(), title="Mine", **wish)
    requests.ask(learner=other, mentor=mentor, title="To the mentor", **wish)
    close(learner)
    close(mentor.user)
    states = dict(SessionRequest.objects.values_list("title", "state"))
    assert states == {"Mine": RequestState.CANCELLED, "To the mentor": RequestState.DECLINED}


def test_a_mentors_page_goes_and_comes_back_with_the_account(client):
    mentor = make.mentor()
    assert client.get(mentor.get_absolute_url()).status_code == 200
    close(mentor.user)
    assert client.get(mentor.get_absolute_url()).status_code == 404
    restored = {"actor": make.moderator(), "user": mentor.user, "reason": "A mix-up."}
    standing.reactivate(**restored)
    assert client.get(mentor.get_absolute_url()).status_code == 200


def test_a_mentor_who_was_never_approved_does_not_come_back_with_a_page():
    mentor = make.mentor(approved=False)
    close(mentor.user)
    restored = {"actor": make.moderator(), "user": mentor.user, "reason": "A mix-up."}
    standing.reactivate(**restored)
    assert not MentorPage.objects.get(mentor=mentor).live


def test_nothing_of_other_people_is_touched(paid):
    other = make.seat(make.session(price=0))
    close(paid.learner)
    other.refresh_from_db()
    assert other.state == BookingState.CONFIRMED
    assert Booking.objects.filter(state=BookingState.CANCELLED_LEARNER).count() == 1
