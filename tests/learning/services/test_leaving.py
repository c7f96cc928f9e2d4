"""A learner who can't come: the seat is free again and the promised part goes back."""

from datetime import timedelta

import pytest

from learning.enums import BookingState
from learning.services import leaving
from payments.models import Refund
from payments.queries import ledger_faults
from payments.services import orders, settlement
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, NotFound
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paid(simulator):
    booking = make.seat(make.session(price=45_000, capacity=1, starts_in=60 * 48))
    simulator.pay(orders.register(order_id=booking.order_id))
    settlement.sync_order(order_id=booking.order_id)
    booking.refresh_from_db()
    return booking


@pytest.mark.parametrize(("hours", "amount"), [(30, 45_000), (10, 22_500)])
def test_the_shown_part_goes_back_and_somebody_else_can_have_the_seat(paid, hours, amount):
    with travel(paid.session.starts_at - timedelta(hours=hours)):
        assert leaving.refund_if_cancelled(paid) == amount
        leaving.cancel(booking_id=paid.pk, actor=paid.learner, expected=amount)
        assert Refund.objects.get().amount == amount
        paid.refresh_from_db()
        assert paid.state == BookingState.CANCELLED_LEARNER
        assert make.seat(paid.session).state == BookingState.HELD
    assert list(ledger_faults()) == []


def test_less_than_a_person_was_shown_is_never_paid_silently(paid):
    with travel(paid.session.starts_at - timedelta(hours=10)), pytest.raises(Conflict) as caught:
        leaving.cancel(booking_id=paid.pk, actor=paid.learner, expected=45_000)
    assert caught.value.code == "refund_changed"
    assert Refund.objects.count() == 0


def test_cancelling_twice_pays_back_once(paid):
    leaving.cancel(booking_id=paid.pk, actor=paid.learner, expected=45_000)
    with pytest.raises(Conflict):
        leaving.cancel(booking_id=paid.pk, actor=paid.learner, expected=45_000)
    assert Refund.objects.count() == 1


def test_after_the_start_the_seat_stays(paid):
    with travel(paid.session.starts_at + timedelta(minutes=1)), pytest.raises(Conflict):
        leaving.cancel(booking_id=paid.pk, actor=paid.learner, expected=0)


def test_nobody_gives_back_somebody_elses_seat(paid):
    with pytest.raises(NotFound):
        leaving.cancel(booking_id=paid.pk, actor=make.person(), expected=0)


def test_the_page_shows_what_comes_back_and_does_it(client, paid):
    client.force_login(paid.learner)
    page = client.get(f"/bookings/{paid.pk}/").content.decode()
    assert "₹450 goes back the way it came" in page
    answer = client.post(f"/bookings/{paid.pk}/cancel/", {"refund": 45_000}, follow=True)
    assert "₹450 goes back the way it came." in answer.content.decode()
    assert now() < paid.session.starts_at
