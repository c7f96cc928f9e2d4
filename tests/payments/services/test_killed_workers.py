"""A worker is killed after the gateway did what it was asked, before we wrote it down: one effect.

Real processes, a real SIGKILL, the gateway's own log as the witness.
"""

from datetime import timedelta

import pytest

from learning.enums import BookingState
from payments.enums import OrderState, PaymentState, RefundState
from payments.gateway import get_gateway
from payments.models import LedgerTransaction, Order, Payment
from payments.payout_enums import PayoutState
from payments.queries import ledger_faults
from payments.services import orders, payout_sending, payouts, reconcile, refunds
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments import earned
from tests.payments.killing import killed_in
from tests.payments.money import balance, paid_order

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

SERVICES = "payments.services"


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


def later():
    return travel(now() + timedelta(minutes=5))


def test_an_order_opened_and_not_written_down_is_found_by_its_receipt(simulator):
    booking = make.seat(make.session(price=45_000, starts_in=600))
    killed_in(
        simulator, f"{SERVICES}.orders.register", op="POST /v1/orders", order_id=booking.order_id
    )
    order = Order.objects.get(pk=booking.order_id)
    assert (order.state, order.gateway_order_id) == (OrderState.NEW, None)
    with later():
        reconcile.sweep()
    order.refresh_from_db()
    there = list(get_gateway().all_orders(since=0, until=2**32))
    assert [entity["id"] for entity in there] == [order.gateway_order_id]
    assert len(simulator.asked("POST", "/v1/orders")) == 1


def test_a_capture_not_written_down_is_settled_once(simulator):
    booking = make.seat(make.session(price=45_000, starts_in=600))
    order = orders.register(order_id=booking.order_id)
    paid = simulator.pay(order, "authorized")["razorpay_payment_id"]
    capture = f"POST /v1/payments/{paid}/capture"
    killed_in(simulator, f"{SERVICES}.settlement.sync_order", op=capture, order_id=order.pk)
    assert not Payment.objects.filter(state=PaymentState.CAPTURED).exists()
    with later():
        reconcile.sweep()
        reconcile.sweep()
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED
    assert len(simulator.asked("POST", f"/v1/payments/{paid}/capture")) == 1
    assert LedgerTransaction.objects.filter(kind="capture").count() == 1


def test_a_refund_not_written_down_is_sent_again_with_its_key_and_paid_once(simulator):
    order = paid_order(simulator)
    refund = refunds.request_refund(order_id=order.pk, amount=10_000, reason="test")
    paid = refund.payment.gateway_payment_id
    send = f"POST /v1/payments/{paid}/refund"
    killed_in(simulator, f"{SERVICES}.refunds.submit", op=send, refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.SUBMITTED
    refunds.sweep()
    refund.refresh_from_db()
    assert refund.state == RefundState.PROCESSED
    asked = simulator.asked("POST", f"/v1/payments/{paid}/refund")
    assert {request["headers"]["X-Refund-Idempotency"] for request in asked} == {refund.key}
    assert [made["amount"] for made in get_gateway().refunds(paid)] == [10_000]
    assert balance("A:gateway") == 45_000 - 1_062 - 10_000


def test_a_payout_not_written_down_is_sent_again_with_its_key_and_paid_once(simulator, settings):
    settings.PAYOUT_PROVIDER = "razorpayx"
    settings.RAZORPAYX_ACCOUNT_NUMBER = "7878780080316316"
    payout = payouts.approve(actor=earned.admin(), payout_id=earned.requested().pk)
    killed_in(
        simulator,
        f"{SERVICES}.payout_sending.submit",
        op="POST /v1/payouts",
        payout_id=payout.pk,
    )
    payout.refresh_from_db()
    assert payout.state == PayoutState.SUBMITTING
    payout_sending.sweep()
    payout.refresh_from_db()
    there = get_gateway().payouts_with_reference(
        account_number="7878780080316316", reference=payout.key
    )
    assert [entity["id"] for entity in there] == [payout.gateway_payout_id]
    assert len(simulator.asked("POST", "/v1/payouts")) == 2
