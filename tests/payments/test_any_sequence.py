"""Whatever people, bank and gateway do, in any order and with any fault: not one paisa astray.

The simulator runs over HTTP and its own books are compared with ours once all is reconciled.
"""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from learning.services import bookings
from payments.enums import FulfilState, RefundState
from payments.gateway import GatewayError
from payments.models import Order, Payment, Refund
from payments.queries import ledger_faults
from payments.services import earnings, reconcile, refunds, settlement, verification, webhooks
from payments.services.gateway_audit import gateway_faults
from payments.signatures import sign
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests import factories as make
from tests.payments.money import unpaid_order
from tests.payments.simulator_fixture import WEBHOOK_SECRET
from tests.support.thrift import share

pytestmark = [pytest.mark.long, pytest.mark.django_db]

WHICH = st.integers(0, 3)
EVENTS = ("payment.authorized", "payment.captured", "payment.failed", "order.paid")
CALLS = ("POST /v1/payments/*", "GET /v1/payments/*", "GET /v1/orders/*", "GET /v1/refunds/*")
MODES = ("5xx_before", "lost_after_commit", "http_429", "html_502", "bad_json", "401")
CHECKOUT = ("double_payment_same_order", "amount_tamper", "authorize_only")


class Money(RuleBasedStateMachine):
    """A session of seven seats of ₹450.01; four orders at a time, each of another learner."""

    simulator = None

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        # As for the block around a test: it holds up nobody, so the gateway may be asked.
        self.block._from_testcase = True
        self.block.__enter__()
        self.simulator._post("/sim/reset", {})
        self.moment, self.events = now(), 0
        self.session = make.session(price=45_001, capacity=7, starts_in=60 * 24 * 9)
        self.orders = [unpaid_order(into=self.session) for _ in range(4)]
        self.proofs: dict[int, list[dict]] = {order.pk: [] for order in self.orders}

    def teardown(self) -> None:
        """Reconcile and compare the books; then undo everything, for the next sequence."""
        try:
            self.reconcile()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def act(self, service, *arguments, **named):
        """Call a service at the machine's moment; what is refused or unanswered comes later."""
        with travel(self.moment), suppress(DomainError, GatewayError):
            return service(*arguments, **named)

    @rule(which=WHICH, outcome=st.sampled_from(["captured", "captured", "authorized", "failed"]))
    def pay(self, which, outcome):
        """Pay at checkout; nothing comes back to us yet."""
        order = self.orders[which]
        proof = self.simulator.pay(order, outcome)
        if "razorpay_payment_id" in proof:
            self.proofs[order.pk].append(proof)

    @rule(which=WHICH)
    def verify(self, which):
        """Bring back what the browser got."""
        order = self.orders[which]
        for proof in self.proofs[order.pk][-1:]:
            self.act(
                verification.verify,
                payer=order.payer,
                gateway_order_id=proof["razorpay_order_id"],
                gateway_payment_id=proof["razorpay_payment_id"],
                signature=proof["razorpay_signature"],
            )

    @rule(which=WHICH, kind=st.sampled_from(EVENTS), again=st.booleans())
    def hear(self, which, kind, again):
        """Get a webhook, perhaps once more, perhaps late."""
        for proof in self.proofs[self.orders[which].pk]:
            self.events += not again
            told = {"id": proof["razorpay_payment_id"], "order_id": proof["razorpay_order_id"]}
            payload = {"payment": {"entity": told}}
            body = json.dumps({"event": kind, "payload": payload, "n": self.events}).encode()
            event = webhooks.receive(
                body=body, signature=sign(WEBHOOK_SECRET, body), event_id=f"evt_{self.events}"
            )
            self.act(webhooks.process, event_pk=event.pk)

    @rule(which=WHICH)
    def release(self, which):
        """Give the hold back, perhaps while money is on its way."""
        booking = self.orders[which].payer.bookings.get()
        self.act(bookings.release, booking_id=booking.pk, actor=booking.learner)

    @rule(which=WHICH, amount=st.integers(1, 45_001))
    def promise_back(self, which, amount):
        """Promise a part back."""
        order = self.orders[which]
        self.act(refunds.request_refund, order_id=order.pk, amount=amount, reason="drawn")

    @rule(which=WHICH, amount=st.integers(100, 20_000))
    def pay_back_at_the_dashboard(self, which, amount):
        """Have somebody refund at the gateway, if nothing of ours is promised."""
        for payment in Payment.objects.filter(order=self.orders[which], refunds_reserved=0):
            made = self.simulator.act(
                "refund", payment_id=payment.gateway_payment_id, amount=amount
            )
            if "id" in made:
                self.act(refunds.apply_entity, made)

    @rule(which=WHICH)
    def earn(self, which):
        """What was sold is done."""
        order = Order.objects.get(pk=self.orders[which].pk)
        if order.fulfil_state == FulfilState.FULFILLED:
            self.act(earnings.earn, order_id=order.pk)

    @rule()
    def send_refunds(self):
        """Let the sweep of refunds run."""
        self.act(refunds.sweep)

    @rule(hours=st.integers(1, 80))
    def wait(self, hours):
        """Let time pass, and what waited become available."""
        self.moment += timedelta(hours=hours)
        self.act(earnings.mature)

    @rule(call=st.sampled_from(CALLS), mode=st.sampled_from(MODES), n=st.integers(1, 3))
    def break_the_gateway(self, call, mode, n):
        """Have the next calls go wrong."""
        self.simulator.fault(call, mode, n=n)

    @rule(mode=st.sampled_from(CHECKOUT))
    def break_the_checkout(self, mode):
        """Have the next payment go wrong."""
        self.simulator.fault("checkout", mode)

    @rule(mode=st.sampled_from(["refund_fail", "refund_pending_forever"]))
    def break_refunds(self, mode):
        """Have the next refund go wrong."""
        self.simulator.fault("refund", mode)

    @invariant()
    def the_ledger_adds_up(self):
        """No money appears or is lost, at any moment."""
        assert list(ledger_faults()) == []

    @rule()
    def reconcile(self):
        """With the gateway well again, our books say what its books say."""
        self.simulator.act("faults", clear=True)
        for _ in range(4):
            self.moment += timedelta(hours=1)
            for order in self.orders:
                self.act(settlement.sync_order, order_id=order.pk)
            self.act(reconcile.fulfil_due)
            self.act(webhooks.sweep)
            self.act(refunds.sweep)
            for refund in Refund.objects.filter(state=RefundState.PENDING):
                self.simulator.act("refunds", id=refund.gateway_refund_id, status="processed")
            for refund in Refund.objects.filter(state=RefundState.FAILED):
                self.act(refunds.retry, refund_id=refund.pk)
        assert not Refund.objects.exclude(state=RefundState.PROCESSED).exists()
        assert list(ledger_faults()) == []
        assert list(gateway_faults()) == []
        for payment in Payment.objects.filter(rank__gte=3):
            back = sum(refund.amount for refund in payment.refunds.all())
            assert self.simulator.refunded(payment.gateway_payment_id) == back


def test_no_sequence_of_acts_and_faults_loses_a_paisa(simulator, monkeypatch):
    monkeypatch.setattr(Money, "simulator", simulator)
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=share(15),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
