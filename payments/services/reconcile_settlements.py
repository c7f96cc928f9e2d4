"""Daily: what the gateway paid to the bank, fee by fee, and whether the ledger adds up with it."""

import logging
from collections import Counter
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from peerlearn.common.clock import now

from ..enums import PAYMENT_RANK, PaymentState, RefundState
from ..gateway import GatewayError, get_gateway
from ..models import Payment, Refund
from ..pacing import paced
from ..queries.checks import ledger_faults
from ..recon_enums import ReconKind
from . import issues, ledger

log = logging.getLogger(__name__)

Row = dict[str, Any]

# A settlement is made on an Indian working day; a week makes up for holidays and missed runs.
INDIA = ZoneInfo("Asia/Kolkata")
DAYS = 7


def daily() -> dict[str, int]:
    """Book settlements of the last week and check the ledger; returns counts of each."""
    done: dict[str, int] = {}
    with paced():
        try:
            done["settlements"] = settlements()
        except GatewayError as error:
            log.warning("settlements were not read: %s", error)
    done["faults"] = ledger_check()
    return done


def settlements(*, days: int = DAYS) -> int:
    """Book what was settled in the last days, each settlement once; returns how many were new.

    Raises GatewayError if the gateway does not answer.
    """
    today = now().astimezone(INDIA).date()
    return sum(_day(today - timedelta(days=back)) for back in reversed(range(days)))


def _day(day: date) -> int:
    rows = list(get_gateway().settled(year=day.year, month=day.month, day=day.day))
    net: Counter[str] = Counter()
    for row in rows:
        _check(row)
        net[row["settlement_id"]] += row["credit"] - row["debit"]
    return sum(_book(settlement_id, amount) for settlement_id, amount in net.items())


def _book(settlement_id: str, amount: int) -> bool:
    lines = [(ledger.BANK, amount), (ledger.GATEWAY, -amount)]
    return ledger.post(kind="settlement", ref=settlement_id, lines=lines) is not None


def _check(row: Row) -> None:
    if row["type"] == "payment":
        _payment(row)
    elif row["type"] == "refund":
        _refund(row)
    else:
        _report(ReconKind.SETTLEMENT, row, "payments and refunds")


def _payment(row: Row) -> None:
    ours = Payment.objects.filter(
        gateway_payment_id=row["entity_id"], rank__gte=PAYMENT_RANK[PaymentState.CAPTURED]
    ).first()
    if ours is None:
        _report(ReconKind.SETTLEMENT, row, "no captured payment")
        return
    if ours.fee is None:
        fill_fee(payment_id=ours.pk, fee=row["fee"], tax=row["tax"])
    elif ours.fee != row["fee"]:
        _report(ReconKind.FEE, row, f"fee {ours.fee}")
        return
    if ours.amount != row["amount"]:
        _report(ReconKind.AMOUNT, row, f"{ours.amount} {ours.currency}")
        return
    issues.gone(kinds=[ReconKind.SETTLEMENT, ReconKind.FEE], ref=row["entity_id"])


@transaction.atomic
def fill_fee(*, payment_id: int, fee: int, tax: int) -> None:
    """Note a gateway fee (paise, GST included) that was not known at the capture, once."""
    unknown = Payment.objects.filter(pk=payment_id, fee=None)
    if not unknown.update(fee=fee, tax=tax) or not fee:
        return
    ledger.post(
        kind="gateway_fee",
        ref=Payment.objects.get(pk=payment_id).gateway_payment_id,
        lines=[(ledger.GATEWAY_FEE, fee), (ledger.GATEWAY, -fee)],
    )


def _refund(row: Row) -> None:
    ours = Refund.objects.filter(gateway_refund_id=row["entity_id"]).first()
    if ours is None or ours.state != RefundState.PROCESSED:
        _report(ReconKind.SETTLEMENT, row, "no processed refund")
    elif ours.amount != row["amount"]:
        _report(ReconKind.AMOUNT, row, f"{ours.amount}")
    else:
        issues.gone(kinds=[ReconKind.SETTLEMENT, ReconKind.AMOUNT], ref=row["entity_id"])


def _report(kind: ReconKind, row: Row, expected: str) -> None:
    actual = f"{row['type']} {row['amount']}, fee {row['fee']}, in {row['settlement_id']}"
    issues.report(kind=kind, ref=row["entity_id"], expected=expected, actual=actual)


def ledger_check() -> int:
    """Put into the queue what does not add up; returns how many sentences that is."""
    faults = list(ledger_faults())
    if faults:
        issues.report(
            kind=ReconKind.LEDGER,
            ref="check_ledger",
            expected="adds up",
            actual=f"{len(faults)}: {faults[0]}",
        )
    else:
        issues.gone(kinds=[ReconKind.LEDGER], ref="check_ledger")
    return len(faults)
