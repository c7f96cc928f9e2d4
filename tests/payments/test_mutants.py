"""Bugs that balance perfectly are found all the same: each is put in, and the checks name it."""

import secrets
from dataclasses import replace

import pytest

from payments.gateway import Gateway, get_gateway
from payments.models import Payment
from payments.queries import ledger_faults
from payments.services import earnings, ledger, refunds, settlement
from payments.services.gateway_audit import gateway_faults
from tests.payments.money import paid_order

pytestmark = pytest.mark.django_db


def faults():
    return " ".join([*ledger_faults(), *gateway_faults()])


def test_a_fee_that_rounds_down_is_named(simulator, monkeypatch):
    order = paid_order(simulator, price=45_003)
    monkeypatch.setattr(earnings, "fee_of", lambda net, bps: net * bps // 10_000)
    earnings.earn(order_id=order.pk)
    assert "I7" in faults()


def test_a_capture_booked_twice_is_named(simulator, monkeypatch):
    post_all = ledger.post_all

    def twice(*postings, **more):
        told = [replace(new, ref=f"{new.ref}-{secrets.token_hex(4)}") for new in postings]
        return post_all(*told, **more)

    monkeypatch.setattr(ledger, "post_all", twice)
    paid_order(simulator)
    # The same news once more, as if rank and unique reference did not guard.
    entity = get_gateway().payment(Payment.objects.get().gateway_payment_id)
    Payment.objects.update(rank=2)
    settlement.apply_gateway_payment(entity)
    assert "I6 A:gateway" in faults()


def test_a_refund_sent_without_its_key_is_paid_twice_and_named(simulator, monkeypatch):
    order = paid_order(simulator)
    refund = Gateway.refund

    def without_key(self, payment_id, *, amount, key):
        return refund(self, payment_id, amount=amount, key=f"rf-{secrets.token_hex(12)}")

    monkeypatch.setattr(Gateway, "refund", without_key)
    refunds.request_refund(order_id=order.pk, amount=10_000, reason="test")
    simulator.fault("POST /v1/payments/*", "lost_after_commit")
    refunds.sweep()
    refunds.sweep()
    assert "gave back 20000" in faults()


def test_a_refund_booked_before_the_gateway_paid_it_is_named(simulator, monkeypatch):
    order = paid_order(simulator)
    monkeypatch.setattr(refunds, "apply_gateway_refund", lambda made, entity: paid_at_once(made))
    refunds.request_refund(order_id=order.pk, amount=10_000, reason="test")
    simulator.fault("refund", "refund_pending_forever")
    refunds.sweep()
    assert "I6 A:gateway moved" in faults()


def paid_at_once(refund):
    type(refund).objects.filter(pk=refund.pk).update(state="processed")
    refunds._processed(refund)
