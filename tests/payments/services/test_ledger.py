"""Double entry: balanced, once, only added to, and balances that follow."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from payments.models import LedgerEntry, LedgerTransaction
from payments.services import ledger
from tests.payments.money import balance

pytestmark = pytest.mark.django_db


def captured(ref: str = "pay_1", amount: int = 500, order: int = 1):
    lines = [(ledger.GATEWAY, amount), (ledger.escrow(order), -amount)]
    return ledger.post(kind="capture", ref=ref, lines=lines)


def test_what_does_not_balance_is_refused():
    with pytest.raises(ValueError, match="does not balance"):
        ledger.post(kind="x", ref="1", lines=[(ledger.GATEWAY, 2), (ledger.escrow(1), -1)])
    assert not LedgerTransaction.objects.exists()


def test_the_same_thing_is_told_once():
    assert captured() is not None
    assert captured() is None
    assert balance("A:gateway") == balance("L:escrow:1") == 500


def test_nothing_is_written_where_a_liability_would_go_below_nothing():
    captured()
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.post(kind="y", ref="1", lines=[(ledger.escrow(1), 501), (ledger.GATEWAY, -501)])
    assert LedgerTransaction.objects.count() == 1
    assert balance("L:escrow:1") == 500


def test_an_account_named_twice_gets_both_amounts_and_lines_of_nothing_are_left_out():
    lines = [(ledger.GATEWAY, 3), (ledger.GATEWAY, 4), (ledger.escrow(1), -7), (ledger.BANK, 0)]
    ledger.post(kind="z", ref="1", lines=lines)
    assert balance("A:gateway") == 7
    assert LedgerEntry.objects.count() == 3


def test_a_transaction_costs_four_statements_however_many_lines():
    lines = [(ledger.GATEWAY, 40), *((ledger.escrow(n), -1) for n in range(40))]
    ledger.post(kind="many", ref="0", lines=lines)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ledger.post(kind="many", ref="1", lines=lines)
    asked = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"]]
    assert len(asked) == 4, asked


@pytest.mark.parametrize("rows", [LedgerEntry, LedgerTransaction])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_told(rows, act):
    captured()
    table = rows._meta.db_table
    column = "amount = 1" if rows is LedgerEntry else "ref = 'x'"
    said = {"update": f"UPDATE {table} SET {column}", "delete": f"DELETE FROM {table}"}[act]
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(said)
    assert LedgerEntry.objects.count() == 2


def test_of_several_transactions_what_was_told_before_is_left_out():
    captured()
    fee = [(ledger.GATEWAY_FEE, 12), (ledger.GATEWAY, -12)]
    again = [(ledger.GATEWAY, 500), (ledger.escrow(1), -500)]
    told = ledger.post_all(
        ledger.Posting("capture", "pay_1", again), ledger.Posting("gateway_fee", "pay_1", fee)
    )
    assert [transaction is None for transaction in told] == [True, False]
    assert (balance("A:gateway"), balance("L:escrow:1")) == (488, 500)
    with pytest.raises(ValueError, match="does not balance"):
        ledger.post_all(
            ledger.Posting("gateway_fee", "pay_2", fee), ledger.Posting("x", "1", again[:1])
        )
    assert LedgerTransaction.objects.count() == 2
