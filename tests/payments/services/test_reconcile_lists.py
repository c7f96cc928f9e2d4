"""What the gateway lists against what we know: only forward moves by a program, the rest asks."""

from datetime import timedelta

import pytest

from learning.enums import BookingState
from payments.enums import OrderState, PaymentState
from payments.gateway import get_gateway
from payments.models import LedgerTransaction, Order, Payment, ReconIssue, Refund
from payments.queries.checks import ledger_faults
from payments.recon_enums import ReconKind, ReconState
from payments.services import orders, reconcile, reconcile_lists, refunds, settlement
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(simulator):
    """A held seat whose order the gateway knows."""
    booking = make.seat(make.session(price=45_000, starts_in=600))
    booking.order = orders.register(order_id=booking.order_id)
    return booking


def later(**delta):
    return travel(now() + timedelta(**delta or {"minutes": 10}))


def issue():
    found = ReconIssue.objects.get(state=ReconState.OPEN)
    return ReconKind(found.kind), found.ref, found.actual


def entity(proof):
    return get_gateway().payment(proof["razorpay_payment_id"])


def test_a_payment_nobody_told_us_of_is_settled(held, simulator):
    simulator.pay(held.order)
    with later():
        assert reconcile_lists.payments() == 1
    held.refresh_from_db()
    assert held.state == BookingState.CONFIRMED
    assert not ReconIssue.objects.exists()
    assert list(ledger_faults()) == []


def test_a_payment_of_an_order_we_do_not_know_asks_a_human_once(simulator):
    there = get_gateway().create_order(receipt="other shop", amount=500, currency="INR")
    paid = simulator.act("pay", order_id=there["id"])["razorpay_payment_id"]
    with later():
        for _ in range(3):
            reconcile_lists.payments()
    assert issue() == (ReconKind.UNKNOWN_PAYMENT, paid, "captured 500 INR")


def test_a_payment_that_failed_elsewhere_is_no_issue(simulator):
    there = get_gateway().create_order(receipt="other shop", amount=500, currency="INR")
    simulator.act("pay", order_id=there["id"], outcome="failed")
    with later():
        reconcile_lists.payments()
    assert not ReconIssue.objects.exists()


def test_another_amount_asks_and_goes_away_when_it_is_right(held, simulator):
    paid = settlement.apply_gateway_payment(entity(simulator.pay(held.order)))
    Payment.objects.filter(pk=paid.pk).update(amount=44_999)
    with later():
        reconcile_lists.payments()
        assert issue() == (ReconKind.AMOUNT, paid.gateway_payment_id, "captured 45000 INR")
        Payment.objects.filter(pk=paid.pk).update(amount=45_000)
        reconcile_lists.payments()
    assert ReconIssue.objects.get().state == ReconState.GONE


def test_what_only_we_call_captured_is_never_moved_back(held, simulator):
    proof = simulator.pay(held.order, "failed")
    paid = entity({"razorpay_payment_id": proof["error"]["metadata"]["payment_id"]})
    settlement.apply_gateway_payment(paid | {"status": "captured"})
    with later():
        reconcile_lists.payments()
    assert issue()[0] == ReconKind.STATUS
    assert Payment.objects.get().state == PaymentState.CAPTURED


def test_a_captured_payment_the_gateway_does_not_know_asks(held, simulator):
    settlement.apply_gateway_payment(entity(simulator.pay(held.order)) | {"id": "pay_Invented"})
    with later():
        reconcile_lists.payments()
    kinds = set(ReconIssue.objects.values_list("kind", "ref"))
    assert (ReconKind.MISSING, "pay_Invented") in kinds


def test_a_refund_from_the_dashboard_is_recorded_as_one(held, simulator):
    paid = settlement.apply_gateway_payment(entity(simulator.pay(held.order)))
    made = simulator.act("refund", payment_id=paid.gateway_payment_id, amount=10_000)
    with later():
        for _ in range(2):
            reconcile_lists.refunds()
    refund = Refund.objects.get()
    assert (refund.gateway_refund_id, refund.external) == (made["id"], True)
    assert not ReconIssue.objects.exists()
    assert list(ledger_faults()) == []


def test_a_refund_of_more_than_is_left_asks(held, simulator):
    paid = settlement.apply_gateway_payment(entity(simulator.pay(held.order)))
    refunds.request_refund(order_id=held.order_id, amount=40_000, reason="not yet sent")
    simulator.act("refund", payment_id=paid.gateway_payment_id, amount=10_000)
    with later():
        reconcile_lists.refunds()
    assert issue()[0] == ReconKind.UNKNOWN_REFUND


def test_an_authorised_payment_about_to_lapse_is_reported_until_it_has(held, simulator):
    simulator.fault("checkout", "authorize_only")
    waiting = entity(simulator.pay(held.order))
    settlement.apply_gateway_payment(waiting)
    # Another sum than the order's is not captured by a program.
    Order.objects.filter(pk=held.order_id).update(amount=44_000)
    with later(days=4):
        assert reconcile_lists.near_expiry() == 1
        assert issue()[0] == ReconKind.UNCAPTURED
        simulator.act("payments", id=waiting["id"], status="expired")
        assert reconcile_lists.near_expiry() == 0
    assert not ReconIssue.objects.filter(state=ReconState.OPEN).exists()
    assert Payment.objects.get().state == PaymentState.FAILED
    assert not LedgerTransaction.objects.exists()


def test_a_new_order_is_opened_again_with_its_receipt_and_found_if_it_is_there(simulator):
    simulator.fault("POST /v1/orders", "lost_after_commit")
    booking = make.seat(make.session(price=45_000, starts_in=600))
    with pytest.raises(Exception, match="does not answer"):
        orders.register(order_id=booking.order_id)
    with later(minutes=5):
        reconcile.sweep()
    order = Order.objects.get(pk=booking.order_id)
    assert order.state == OrderState.CREATED
    assert len(simulator.asked("POST", "/v1/orders")) == 1
    assert get_gateway().orders_with_receipt(order.receipt)[0]["id"] == order.gateway_order_id


def test_a_new_order_that_never_arrived_is_opened_with_the_same_receipt(simulator):
    simulator.fault("POST /v1/orders", "5xx_before")
    booking = make.seat(make.session(price=45_000, starts_in=600))
    with pytest.raises(Exception, match="does not answer"):
        orders.register(order_id=booking.order_id)
    with later(minutes=5):
        reconcile.sweep()
    asked = simulator.asked("POST", "/v1/orders")
    assert len({request["body"] for request in asked}) == 1
    assert len(asked) == 2
    assert Order.objects.get(pk=booking.order_id).state == OrderState.CREATED


def test_a_gateway_that_is_down_stops_a_step_and_not_the_next(held, simulator):
    simulator.pay(held.order)
    simulator.fault("GET /v1/payments", "html_502")
    with later():
        assert set(reconcile_lists.hourly()) == {"refunds", "near expiry"}
        assert reconcile_lists.hourly()["payments"] == 1


def test_what_happened_while_we_were_down_is_looked_at(held, simulator):
    assert set(reconcile_lists.hourly()) == {"payments", "refunds", "near expiry"}
    simulator.pay(held.order)
    with later(days=2):
        assert reconcile_lists.hourly()["payments"] == 1
        held.refresh_from_db()
    with later(days=2, hours=4):
        assert reconcile_lists.hourly()["payments"] == 0
    assert Payment.objects.get().state == PaymentState.CAPTURED
