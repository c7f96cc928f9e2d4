"""Each invariant is seen when it is broken; check_ledger says which and changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from learning.models import Booking, Session
from payments.models import Earning, LedgerAccount, LedgerTransaction, Order, Payment
from payments.queries import ledger_faults
from payments.services import earnings, ledger, refunds
from tests import factories as make
from tests.payments.money import paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(simulator):
    made = paid_order(simulator)
    earnings.earn(order_id=made.pk)
    refunds.request_refund(order_id=made.pk, amount=10_000, reason="test")
    assert list(ledger_faults()) == []
    return made


def raw(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def unbalance(order):
    told = LedgerTransaction.objects.first()
    account = LedgerAccount.objects.get(code="A:gateway")
    raw(
        "INSERT INTO payments_ledgerentry (transaction_id, account_id, amount) VALUES (%s, %s, 7)",
        told.pk,
        account.pk,
    )


def capture_twice(order):
    lines = [(ledger.GATEWAY, 45_000), (ledger.escrow(order.pk), -45_000)]
    ledger.post(kind="capture", ref="pay_Again", lines=lines)


def book_another_amount(order):
    Payment.objects.update(amount=45_001, fee=1_063)


def oversell(order):
    seat = Booking.objects.get()
    Session.objects.update(capacity=1, seats_taken=1)
    Booking.objects.create(session=seat.session, learner=make.person(), state="confirmed", price=0)


BREAKS = {
    "I1": unbalance,
    "I3": lambda order: LedgerAccount.objects.filter(code="A:gateway").update(balance=1),
    "I4": lambda order: Payment.objects.update(refunds_reserved=9_999),
    "I5": oversell,
    "I6 A:gateway": capture_twice,
    "I6 capture": book_another_amount,
    "I6 refund_requested": lambda order: (
        raw("UPDATE payments_refund SET amount = 9999"),
        Payment.objects.update(refunds_reserved=9_999),
    ),
    "I7 order": lambda order: Earning.objects.update(fee=6_999, own=28_001, waiting=28_001),
    "I7 I:platform": lambda order: (
        Order.objects.update(fee_bps=0)
        and Earning.objects.update(fee=0, own=35_000, waiting=28_000)
    ),
    "I8 order": capture_twice,
    "I8 booking": lambda order: Booking.objects.update(state="completed") and capture_twice(order),
    "I9 payee": lambda order: Earning.objects.update(waiting=1),
    "I9 earnings": lambda order: Earning.objects.update(waiting=1),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_does_not_hold_is_named(order, name):
    BREAKS[name](order)
    found = list(ledger_faults())
    assert any(fault.startswith(name) for fault in found), found


def test_check_ledger_prints_what_differs_changes_nothing_and_fails(order):
    LedgerAccount.objects.filter(code="A:gateway").update(balance=1)
    err = StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_ledger", stderr=err)
    assert "I3 A:gateway says 1" in err.getvalue()
    assert LedgerAccount.objects.get(code="A:gateway").balance == 1


def test_the_statements_do_not_grow_with_the_ledger(
    order, simulator, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40):
        list(ledger_faults())
    for start in (600, 1_200, 1_800):
        earnings.earn(order_id=paid_order(simulator, starts_in=start).pk)
    with django_assert_max_num_queries(40):
        assert list(ledger_faults()) == []


def test_check_ledger_asks_the_gateway_when_told_to(order, simulator):
    refunds.sweep()
    call_command("check_ledger", gateway=True)
    payment = order.payments.get().gateway_payment_id
    simulator.act("refund", payment_id=payment, amount=100)
    call_command("check_ledger")
    err = StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_ledger", gateway=True, stderr=err)
    assert "gave back 10100" in err.getvalue()
    simulator.fault("GET /v1/payments", "5xx_before")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("check_ledger", gateway=True)
