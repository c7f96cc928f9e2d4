"""Does the ledger add up? The invariants of payments design 4.5, asked of the database.

Each check is a statement or two that returns only what is wrong, so that a million entries cost
time and no memory. Other floors add checks of their own by `register`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from ..enums import (
    BOUGHT_NOTHING,
    PAYMENT_RANK,
    AccountKind,
    DisputeState,
    FulfilState,
    PaymentState,
    RefundState,
)
from ..models import Dispute, LedgerAccount, LedgerEntry, Order, Payment, Refund
from ..services import ledger
from . import papers
from .earning_checks import earning_faults
from .held import still_held
from .payout_checks import payout_faults
from .sums import booked_once, natural_balance, refunds_sum, total

CAPTURED_RANK = PAYMENT_RANK[PaymentState.CAPTURED]
CAPTURED = Q(rank__gte=CAPTURED_RANK)
# What moves A:gateway besides payments and refunds.
ELSEWHERE = ("settlement", "dispute_lost", "dispute_won", "adjustment")

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


def register(key: str, check: Check) -> None:
    """Make a check known: it yields a sentence for each thing that does not hold."""
    if _checks.setdefault(key, check) is not check:
        raise ValueError(f"check {key} is registered twice")


def ledger_faults() -> Iterator[str]:
    """Yield a sentence for each invariant that does not hold; changes nothing."""
    yield from _transactions()
    yield from _accounts()
    yield from _payments()
    yield from _gateway()
    yield from _escrows()
    yield from earning_faults()
    yield from payout_faults()
    yield from papers.faults()
    for key in sorted(_checks):
        yield from _checks[key]()


def refunds_of(order_id: int) -> int:
    """Return the paise of an order that were, or are about to be, paid back.

    Without what went back because it bought nothing, as a second payment.
    """
    kept = Refund.objects.exclude(reason__in=BOUGHT_NOTHING)
    return total(kept.filter(payment__order_id=order_id))


def _transactions() -> Iterator[str]:
    sums = LedgerEntry.objects.order_by().values("transaction").annotate(total=Sum("amount"))
    wrong = sums.exclude(total=0).values_list(
        "transaction__kind", "transaction__ref", "total", named=True
    )
    for row in wrong.iterator():
        yield f"I1 {row.transaction__kind} {row.transaction__ref} sums to {row.total}"


def _accounts() -> Iterator[str]:
    below = LedgerAccount.objects.filter(kind=AccountKind.LIABILITY, balance__lt=0)
    yield from (f"I2 {account} is {account.balance}" for account in below.iterator())
    for account in natural_balance().exclude(balance=F("natural")).iterator():
        yield f"I3 {account} says {account.balance}, its entries {account.natural}"  # type: ignore[attr-defined]


def _payments() -> Iterator[str]:
    over = Payment.objects.filter(refunds_reserved__gt=F("amount"))
    yield from (f"I4 {payment} gives back more than it took" for payment in over.iterator())
    unlike = Payment.objects.annotate(promised=refunds_sum("payment")).exclude(
        refunds_reserved=F("promised")
    )
    for payment in unlike.iterator():
        yield (
            f"I4 {payment} has {payment.refunds_reserved} reserved, "
            f"its refunds come to {payment.promised}"
        )


def _gateway() -> Iterator[str]:
    captured = Payment.objects.filter(CAPTURED)
    refunds = Refund.objects.filter(state=RefundState.PROCESSED)
    expected = total(captured) - total(captured, "fee") - total(refunds)
    entries = LedgerEntry.objects.filter(account__code=ledger.GATEWAY[0])
    booked = total(entries.exclude(transaction__kind__in=ELSEWHERE))
    if expected != booked:
        yield f"I6 A:gateway holds {booked}, the payments say {expected}"
    # The sum may be right where two are wrong: each one is booked once, with its own amount.
    yield from _booked(captured, "capture", "gateway_payment_id", "amount")
    yield from _booked(captured.filter(fee__gt=0), "gateway_fee", "gateway_payment_id", "fee")
    yield from _booked(Refund.objects.all(), "refund_requested", "pk", "amount")
    yield from _booked(refunds, "refund_processed", "pk", "amount")


def _booked(rows: QuerySet[Any], kind: str, ref: str, amount: str) -> Iterator[str]:
    for row in rows.annotate(booked=booked_once(kind, ref)).exclude(booked=F(amount)).iterator():
        yield f"I6 {kind} of {row} is booked as {row.booked}, it is {getattr(row, amount)}"


def _escrows() -> Iterator[str]:
    held = still_held()
    for order in held.filter(fulfil_state=FulfilState.REFUND_DUE).iterator():
        yield f"I8 order {order.pk} is refunded and still holds money"
    for order in held.filter(earning__isnull=False).iterator():
        yield f"I8 order {order.pk} is earned and still holds money"
    # What came for an order is held, earned, or promised back; nothing else becomes of it.
    lost = Dispute.objects.filter(payment__order=OuterRef("pk"), state=DisputeState.LOST)
    kept = Order.objects.filter(~Exists(lost), earning__isnull=False).annotate(
        came=Coalesce(Sum("payments__amount", filter=Q(payments__rank__gte=CAPTURED_RANK)), 0),
        gone=refunds_sum("payment__order"),
    )
    for order in kept.exclude(earning__net=F("came") - F("gone")).iterator():
        yield f"I8 order {order.pk} kept {order.came - order.gone}, earned {order.earning.net}"
