"""How the payment of a seat stands, asked by its page, and coming back from the gateway's own."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from learning.enums import BookingState
from learning.models import Booking
from learning.services import bookings
from payments.models import Payment, Refund
from payments.services import orders, refunds
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

SOON = timedelta(minutes=16)


@pytest.fixture
def booking(client, simulator):
    """A held seat whose order the gateway knows; its learner is at `client`."""
    held = bookings.book(session_id=make.session(starts_in=3000).pk, learner=make.person())
    orders.register(order_id=held.order_id)
    held.order.refresh_from_db()
    client.force_login(held.learner)
    return held


def check(client, booking):
    """Ask how it stands, and be the first for some seconds to do so."""
    cache.delete(f"learning:paying:asked:{booking.pk}")
    return client.post(f"/bookings/{booking.pk}/check/").json()


def page(client, booking):
    return client.get(f"/bookings/{booking.pk}/").content.decode()


def test_an_open_seat_says_how_long_it_is_kept_by_the_servers_clock(client, booking):
    told = check(client, booking)
    assert (told["state"], told["pay"], told["text"]) == ("held", "open", "")
    assert 890 <= told["left"] <= 900
    assert f'data-hold-seconds="{told["left"] // 10}' in page(client, booking)


def test_what_was_paid_in_a_browser_that_closed_is_found_by_asking(client, booking, simulator):
    simulator.pay(booking.order)
    assert check(client, booking) == {
        "state": "confirmed",
        "pay": "confirmed",
        "text": "",
        "left": 0,
    }
    assert "Your seat is booked" in page(client, booking)


def test_a_failed_try_says_why_and_offers_another(client, booking, simulator):
    simulator.pay(booking.order, "failed")
    told = check(client, booking)
    assert (told["state"], told["pay"]) == ("held", "failed")
    assert Payment.objects.get().error.rstrip(".") in told["text"]
    assert "Try again: pay ₹450" in page(client, booking)


def test_the_gateway_is_asked_at_a_pace_and_its_silence_changes_nothing(client, booking, simulator):
    asked = f"/v1/orders/{booking.order.gateway_order_id}/payments"
    simulator.fault(f"GET {asked}", "5xx_before")
    assert check(client, booking)["pay"] == "open"
    for _ in range(5):
        client.post(f"/bookings/{booking.pk}/check/")
    assert len(simulator.asked("GET", asked)) == 1


def test_a_hold_that_is_over_goes_back_when_its_page_asks(client, booking):
    with travel(now() + SOON):
        told = check(client, booking)
        assert (told["state"], told["pay"], told["left"]) == ("expired", "ended", 0)
        shown = page(client, booking)
    assert "The hold on your seat has ended" in shown
    assert "Nothing was charged." in shown


def test_money_that_came_too_late_for_a_seat_is_on_its_way_back_and_then_is_back(
    client, booking, simulator
):
    with travel(now() + SOON):
        bookings.release(booking_id=booking.pk, actor=None)
    others = [make.person(), make.person()]
    for other in others:
        bookings.book(session_id=booking.session_id, learner=other)
    simulator.pay(booking.order)
    assert check(client, booking)["pay"] == "refunded"
    shown = page(client, booking)
    assert "The seat was gone when your money arrived." in shown
    assert "₹450 goes back the way it came." in shown
    assert "Wait for a seat" in shown
    Refund.objects.update(created_at=now() - timedelta(minutes=5))
    refunds.submit(refund_id=Refund.objects.get().pk)
    assert "₹450 was paid back on" in page(client, booking)


def test_somebody_elses_payment_cannot_be_asked_after(booking):
    other = Client()
    other.force_login(make.person())
    assert other.post(f"/bookings/{booking.pk}/check/").status_code == 404


def test_who_comes_back_from_the_gateways_page_is_believed_by_signature_and_not_by_cookie(
    client, booking, simulator
):
    proof = simulator.pay(booking.order)
    stranger = Client(enforce_csrf_checks=True)
    address = f"/bookings/{booking.pk}/returned/"
    forged = stranger.post(address, proof | {"razorpay_signature": "0" * 64})
    assert (forged.status_code, forged.url) == (303, f"/bookings/{booking.pk}/")
    assert Booking.objects.get(pk=booking.pk).state == BookingState.HELD
    assert stranger.post(address, proof).status_code == 303
    assert Booking.objects.get(pk=booking.pk).state == BookingState.CONFIRMED


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"error[code]": "BAD_REQUEST_ERROR"},
        {"razorpay_payment_id": "é\0", "razorpay_signature": "é"},
    ],
)
def test_coming_back_without_a_proof_changes_nothing_and_asks_nobody(booking, simulator, body):
    before = len(simulator.asked("GET", "/v1"))
    assert Client().post(f"/bookings/{booking.pk}/returned/", body).status_code == 303
    assert Client().post("/bookings/999999/returned/", body).status_code == 303
    assert len(simulator.asked("GET", "/v1")) == before
    assert Booking.objects.get(pk=booking.pk).state == BookingState.HELD


def test_the_price_says_what_it_includes_and_until_when_what_comes_back(client, booking):
    for shown in (
        page(client, booking),
        client.get(f"/book/{make.session(starts_in=3000).pk}/").content.decode(),
    ):
        assert "₹450 is all you pay" in shown
        assert "everything comes back." in shown
        assert "half comes back." in shown
    late = make.session(starts_in=60)
    shown = client.get(f"/book/{late.pk}/").content.decode()
    assert "It begins so soon that nothing comes back if you cancel." in shown
