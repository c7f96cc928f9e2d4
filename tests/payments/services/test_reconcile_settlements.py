"""What reached the bank: booked once, fees filled in, what nobody knows put into the queue."""

import io

import pytest
from django.core.management import call_command

from payments.gateway import get_gateway
from payments.models import LedgerAccount, Payment, ReconIssue
from payments.queries.checks import ledger_faults
from payments.recon_enums import ReconKind, ReconState
from payments.services import issues, orders, reconcile_settlements, refunds, settlement
from peerlearn.accounts.models import AuditEvent
from peerlearn.common.errors import Conflict, NotAllowed
from tests import factories as make
from tests.payments.money import balance, paid_order

pytestmark = pytest.mark.django_db(transaction=True)

FEE = 1_062


@pytest.fixture
def order(simulator):
    return paid_order(simulator)


def test_a_settlement_moves_the_net_from_the_gateway_to_the_bank_once(order, simulator):
    refund = refunds.request_refund(order_id=order.pk, amount=10_000, reason="test")
    refunds.submit(refund_id=refund.pk)
    simulator.act("settle")
    assert reconcile_settlements.settlements() == 1
    assert reconcile_settlements.settlements() == 0
    assert balance("A:gateway") == 0
    assert balance("A:bank") == 45_000 - FEE - 10_000
    assert list(ledger_faults()) == []
    assert not ReconIssue.objects.exists()


def test_a_fee_unknown_at_the_capture_is_filled_in(simulator):
    booking = make.seat(make.session(price=45_000, starts_in=240))
    order = orders.register(order_id=booking.order_id)
    paid = get_gateway().payment(simulator.pay(order)["razorpay_payment_id"])
    settlement.apply_gateway_payment(paid | {"fee": None, "tax": None})
    assert balance("A:gateway") == 45_000
    simulator.act("settle")
    reconcile_settlements.settlements()
    payment = Payment.objects.get()
    assert (payment.fee, payment.tax) == (FEE, 162)
    assert balance("E:gateway_fee") == FEE
    assert list(ledger_faults()) == []


def test_another_fee_than_ours_asks(order, simulator):
    Payment.objects.update(fee=900)
    simulator.act("settle")
    reconcile_settlements.settlements()
    found = ReconIssue.objects.get()
    assert (found.kind, found.expected) == (ReconKind.FEE, "fee 900")
    assert Payment.objects.get().fee == 900


def test_a_settled_payment_nobody_knows_asks_and_the_bank_is_right_all_the_same(simulator):
    there = get_gateway().create_order(receipt="other shop", amount=10_000, currency="INR")
    paid = simulator.act("pay", order_id=there["id"])["razorpay_payment_id"]
    simulator.act("settle")
    reconcile_settlements.settlements()
    assert ReconIssue.objects.get().ref == paid
    assert balance("A:bank") == 10_000 - 236


def test_a_ledger_that_does_not_add_up_is_an_issue_until_it_does(order):
    LedgerAccount.objects.filter(code="A:gateway").update(balance=1)
    assert reconcile_settlements.ledger_check() == 1
    assert ReconIssue.objects.get().kind == ReconKind.LEDGER
    LedgerAccount.objects.filter(code="A:gateway").update(balance=45_000 - FEE)
    assert reconcile_settlements.ledger_check() == 0
    assert ReconIssue.objects.get().state == ReconState.GONE


def test_the_command_does_all_parts_or_the_one_asked_for(order, simulator):
    simulator.act("settle")
    said = io.StringIO()
    call_command("reconcile", "--settlement", stdout=said)
    assert said.getvalue() == "settlement: 1 settlements booked\n0 issues wait for somebody.\n"
    said = io.StringIO()
    call_command("reconcile", stdout=said)
    assert "payments: " in said.getvalue()
    assert "settlement: 0 settlements booked" in said.getvalue()


def open_issue():
    return issues.report(kind=ReconKind.FEE, ref="pay_1", expected="1", actual="2")


def test_who_manages_money_resolves_an_issue_once_and_it_is_audited():
    admin = make.verified(make.staff())
    admin.is_superuser = True
    admin.save(update_fields=["is_superuser"])
    found = issues.resolve(actor=admin, issue_id=open_issue().pk, note="Asked the bank.")
    assert (found.state, found.closed_by) == (ReconState.RESOLVED, admin)
    with pytest.raises(Conflict):
        issues.resolve(actor=admin, issue_id=found.pk, note="Again.")
    assert AuditEvent.objects.get(action="recon_issue_resolved").detail["ref"] == "pay_1"
    # Seen again, it is a new one.
    assert open_issue().pk != found.pk


def test_nobody_else_resolves_an_issue():
    with pytest.raises(NotAllowed):
        issues.resolve(actor=make.person(), issue_id=open_issue().pk, note="No.")
    assert ReconIssue.objects.get().state == ReconState.OPEN
