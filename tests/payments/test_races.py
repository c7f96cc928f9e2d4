"""Browser, webhook and reconciler bring the same payment at the same instant, fifty times."""

import json

import pytest

from learning.enums import BookingState
from learning.models import Booking
from payments.models import LedgerTransaction, Payment
from payments.queries import ledger_faults
from payments.services import earnings, refunds, settlement, verification, webhooks
from payments.signatures import sign
from tests import factories as make
from tests.payments.money import balance, paid_order, unpaid_order
from tests.payments.simulator_fixture import WEBHOOK_SECRET
from tests.support.threads import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

ROUNDS = 50


def hear(proof, number):
    told = {"id": proof["razorpay_payment_id"], "order_id": proof["razorpay_order_id"]}
    payload = {"payment": {"entity": told}}
    body = json.dumps({"event": "order.paid", "payload": payload}).encode()
    event = webhooks.receive(
        body=body, signature=sign(WEBHOOK_SECRET, body), event_id=f"evt_{number}"
    )
    return webhooks.process(event_pk=event.pk)


@pytest.mark.long
def test_verify_and_webhook_at_the_same_instant_book_the_money_once(simulator):
    payee = make.mentor()
    sessions = [
        make.session(by=payee, price=45_000, capacity=7, starts_in=240 + 90 * n) for n in range(8)
    ]
    for number in range(ROUNDS):
        order = unpaid_order(into=sessions[number // 7])
        proof = simulator.pay(order, "authorized" if number % 2 else "captured")

        def verify(order=order, proof=proof):
            return verification.verify(
                payer=order.payer,
                gateway_order_id=order.gateway_order_id,
                gateway_payment_id=proof["razorpay_payment_id"],
                signature=proof["razorpay_signature"],
            )

        race(
            [
                verify,
                lambda proof=proof, number=number: hear(proof, number),
                lambda order=order: settlement.sync_order(order_id=order.pk),
            ]
        )
        assert Booking.objects.get(order=order).state == BookingState.CONFIRMED
    assert Payment.objects.count() == ROUNDS
    assert LedgerTransaction.objects.filter(kind="capture").count() == ROUNDS
    assert balance("A:gateway") == ROUNDS * (45_000 - 1_062)
    assert list(ledger_faults()) == []


def test_earning_and_refunding_many_orders_of_one_payee_at_once_never_deadlocks(simulator):
    payee = make.mentor()
    session = make.session(by=payee, price=45_000, capacity=7, starts_in=240)
    orders = [paid_order(simulator, into=session) for _ in range(7)]
    calls = []
    for order in orders:
        calls.append(lambda order=order: earnings.earn(order_id=order.pk))
        calls.append(
            lambda order=order: refunds.request_refund(order_id=order.pk, amount=9_999, reason="x")
        )
    race(calls)
    assert list(ledger_faults()) == []
    for order in orders:
        earnings.earn(order_id=order.pk)
    assert balance(f"L:mentor_pending:{payee.user_id}") == 7 * (35_001 - 7_000)
