"""Paid is decided in one place: whatever comes, how often, and in which order."""

from datetime import timedelta

import pytest

from learning.enums import BookingState
from learning.services import bookings, holds
from payments.enums import FulfilState, OrderState, PaymentState, RefundState
from payments.gateway import get_gateway
from payments.models import LedgerAccount, Order, Payment, Refund
from payments.queries import ledger_faults
from payments.services import orders, reconcile, refunds, settlement
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Unavailable
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(simulator):
    """A held seat whose order the gateway knows."""
    booking = make.seat(make.session(price=45_000, starts_in=240))
    booking.order = orders.register(order_id=booking.order_id)
    return booking


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


def entity(proof):
    return get_gateway().payment(proof["razorpay_payment_id"])


def test_a_captured_payment_confirms_the_seat_and_stands_in_the_ledger(held, simulator):
    settlement.apply_gateway_payment(entity(simulator.pay(held.order)))
    held.refresh_from_db()
    order = Order.objects.get(pk=held.order_id)
    assert held.state == BookingState.CONFIRMED
    assert (order.state, order.fulfil_state) == (OrderState.PAID, FulfilState.FULFILLED)
    assert LedgerAccount.objects.get(code=f"L:escrow:{order.pk}").balance == 45_000
    assert LedgerAccount.objects.get(code="A:gateway").balance == 45_000 - 1_062


def test_news_heard_for_the_first_time_costs_few_statements_and_keeps_its_moment(
    held, simulator, django_assert_max_num_queries
):
    told = entity(simulator.pay(held.order))
    with django_assert_max_num_queries(27):  # the transactions are savepoints in a test
        payment = settlement.apply_gateway_payment(told)
    kept = Payment.objects.get(pk=payment.pk)
    assert (kept.state, kept.fee, kept.captured_at) == ("captured", 1_062, payment.captured_at)
    assert kept.captured_at is not None
    settlement.apply_gateway_payment(told)
    assert Payment.objects.get(pk=payment.pk).captured_at == kept.captured_at


def test_a_fee_that_comes_later_is_booked_once(held, simulator):
    told = entity(simulator.pay(held.order))
    settlement.apply_gateway_payment(told | {"fee": None, "tax": None})
    assert LedgerAccount.objects.get(code="A:gateway").balance == 45_000
    for _ in range(2):
        settlement.apply_gateway_payment(told)
    assert LedgerAccount.objects.get(code="A:gateway").balance == 45_000 - 1_062


def test_what_the_gateway_gave_back_before_we_knew_of_it_never_was_ours(held, simulator):
    told = entity(simulator.pay(held.order)) | {"status": "refunded", "captured": False}
    assert settlement.apply_gateway_payment(told).state == PaymentState.FAILED
    held.refresh_from_db()
    assert held.state == BookingState.HELD
    assert not LedgerAccount.objects.exists()


def test_the_same_news_ten_times_changes_nothing_more(held, simulator):
    told = entity(simulator.pay(held.order))
    for _ in range(10):
        settlement.apply_gateway_payment(told)
    assert Payment.objects.count() == 1
    assert LedgerAccount.objects.get(code=f"L:escrow:{held.order_id}").balance == 45_000
    assert held.learner.notices.count() == 1


def test_old_news_after_new_news_takes_nothing_back(held, simulator):
    told = entity(simulator.pay(held.order))
    settlement.apply_gateway_payment(told)
    for status in ("failed", "authorized", "created"):
        settlement.apply_gateway_payment(told | {"status": status})
    assert Payment.objects.get().state == PaymentState.CAPTURED
    held.refresh_from_db()
    assert held.state == BookingState.CONFIRMED


def test_a_failed_payment_may_still_be_captured_late(held, simulator):
    told = entity(simulator.pay(held.order))
    settlement.apply_gateway_payment(told | {"status": "failed"})
    held.refresh_from_db()
    assert held.state == BookingState.HELD
    settlement.apply_gateway_payment(told)
    held.refresh_from_db()
    assert held.state == BookingState.CONFIRMED


def test_money_of_an_order_that_is_not_ours_is_left_alone(simulator):
    told = {"id": "pay_x", "order_id": "order_x", "status": "captured", "amount": 1}
    assert settlement.apply_gateway_payment(told) is None
    assert Payment.objects.count() == 0


@pytest.mark.parametrize("change", [{"amount": 100}, {"currency": "USD"}])
def test_a_wrong_sum_buys_nothing_and_is_promised_back(held, simulator, change):
    settlement.apply_gateway_payment(entity(simulator.pay(held.order)) | change)
    held.refresh_from_db()
    assert held.state == BookingState.HELD
    assert Refund.objects.get().reason == "wrong amount"


def test_a_second_captured_payment_of_one_order_is_paid_back(held, simulator):
    told = entity(simulator.pay(held.order))
    settlement.apply_gateway_payment(told)
    settlement.apply_gateway_payment(told | {"id": "pay_Second00000000"})
    assert Refund.objects.get().reason == "duplicate payment"
    assert Refund.objects.get().amount == 45_000


def test_an_authorised_payment_is_captured_by_the_sweep(held, simulator):
    simulator.pay(held.order, "authorized")
    settlement.sync_order(order_id=held.order_id)
    held.refresh_from_db()
    assert held.state == BookingState.CONFIRMED
    assert len(simulator.asked("POST", "/v1/payments/")) == 1


def test_the_reconciler_finds_money_that_nobody_told_us_of(held, simulator):
    simulator.pay(held.order)
    with travel(now() + timedelta(minutes=3)):
        reconcile.sweep()
    held.refresh_from_db()
    assert held.state == BookingState.CONFIRMED


def test_an_expired_hold_that_was_paid_is_confirmed_not_released(held, simulator):
    simulator.pay(held.order)
    with travel(now() + timedelta(minutes=16)):
        assert holds.expire_holds() == 0
    held.refresh_from_db()
    assert held.state == BookingState.CONFIRMED


def test_while_the_gateway_is_silent_an_expired_hold_is_kept(held, simulator):
    simulator.fault("GET /v1/orders/*", "5xx_before", n=9)
    with travel(now() + timedelta(minutes=16)):
        assert holds.expire_holds() == 0
    held.refresh_from_db()
    assert held.state == BookingState.HELD


def test_money_that_comes_when_the_seat_is_gone_goes_back_once(simulator):
    session = make.session(price=45_000, capacity=1, starts_in=240)
    late = make.seat(session)
    order = orders.register(order_id=late.order_id)
    bookings.release(booking_id=late.pk, actor=late.learner)
    make.seat(session)
    simulator.pay(order)
    settlement.sync_order(order_id=order.pk)
    order.refresh_from_db()
    assert (order.state, order.fulfil_state) == (OrderState.PAID, FulfilState.REFUND_DUE)
    for _ in range(3):
        refunds.sweep()
    refund = Refund.objects.get()
    assert refund.state == RefundState.PROCESSED
    assert refund.amount == 45_000
    assert len(simulator.asked("POST", f"/v1/payments/{refund.payment.gateway_payment_id}")) == 1
    assert LedgerAccount.objects.get(code=f"L:escrow:{order.pk}").balance == 0


def test_a_refund_whose_answer_was_lost_is_sent_again_with_the_same_key_and_paid_once(
    held, simulator
):
    settlement.apply_gateway_payment(entity(simulator.pay(held.order)))
    refunds.request_refund(order_id=held.order_id, amount=20_000, reason="test")
    simulator.fault("POST /v1/payments/*", "lost_after_commit")
    refunds.sweep()
    assert Refund.objects.get().state == RefundState.UNKNOWN
    refunds.sweep()
    assert Refund.objects.get().state == RefundState.PROCESSED
    asked = simulator.asked("POST", "/v1/payments/")
    assert len({request["headers"]["X-Refund-Idempotency"] for request in asked}) == 1
    paid = get_gateway().payment(Payment.objects.get().gateway_payment_id)
    assert paid["amount_refunded"] == 20_000


def test_no_more_is_promised_back_than_was_taken(held, simulator):
    settlement.apply_gateway_payment(entity(simulator.pay(held.order)))
    assert refunds.request_refund(order_id=held.order_id, amount=45_000, reason="a")
    assert refunds.request_refund(order_id=held.order_id, amount=1, reason="b") is None


def test_a_gateway_that_is_down_leaves_the_order_to_be_tried_again(simulator):
    booking = make.seat(make.session(price=45_000))
    simulator.fault("POST /v1/orders", "5xx_before")
    with pytest.raises(Unavailable):
        orders.register(order_id=booking.order_id)
    assert Order.objects.get().state == OrderState.NEW
    assert orders.register(order_id=booking.order_id).state == OrderState.CREATED


@pytest.mark.parametrize("mode", ["http_429", "html_502", "bad_json", "lost_after_commit"])
def test_every_bad_answer_of_the_gateway_is_one_clear_error(simulator, mode):
    booking = make.seat(make.session(price=45_000))
    simulator.fault("POST /v1/orders", mode)
    with pytest.raises(Unavailable):
        orders.register(order_id=booking.order_id)


def test_a_failure_while_giving_the_seat_keeps_the_money_and_is_repeated(
    held, simulator, monkeypatch
):
    real = bookings.settle_paid_order
    monkeypatch.setattr(bookings, "settle_paid_order", lambda order: 1 / 0)
    settlement.apply_gateway_payment(entity(simulator.pay(held.order)))
    order = Order.objects.get(pk=held.order_id)
    assert (order.state, order.fulfil_state) == (OrderState.PAID, FulfilState.DUE)
    monkeypatch.setattr(bookings, "settle_paid_order", real)
    reconcile.sweep()
    held.refresh_from_db()
    assert held.state == BookingState.CONFIRMED
