"""Reading money: does the ledger add up?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from .enums import DEBIT_KINDS, PAYMENT_RANK, AccountKind, FulfilState, PaymentState, RefundState
from .models import LedgerAccount, LedgerEntry, LedgerTransaction, Order, Payment, Refund

CAPTURED = Q(rank__gte=PAYMENT_RANK[PaymentState.CAPTURED])


def ledger_faults() -> Iterator[str]:
    """Yield a sentence for each invariant of payments design 4.5 that does not hold."""
    unbalanced = LedgerTransaction.objects.annotate(total=Sum("entries__amount")).exclude(total=0)
    yield from (f"I1 {told} sums to {told.total}" for told in unbalanced)
    for account in LedgerAccount.objects.annotate(total=Coalesce(Sum("entries__amount"), 0)):
        natural = account.total if account.kind in DEBIT_KINDS else -account.total
        if account.kind == AccountKind.LIABILITY and account.balance < 0:
            yield f"I2 {account} is {account.balance}"
        if natural != account.balance:
            yield f"I3 {account} says {account.balance}, its entries {natural}"
    over = Payment.objects.filter(refunds_reserved__gt=F("amount"))
    yield from (f"I4 {payment} gives back more than it took" for payment in over)
    yield from _gateway_faults()
    yield from _escrow_faults()


def refunds_of(order_id: int) -> int:
    """Return the paise of an order that were, or are about to be, paid back."""
    kept = Refund.objects.filter(payment__order_id=order_id).exclude(state=RefundState.FAILED)
    return _total(kept)


def _total(rows: QuerySet[Any], field: str = "amount") -> int:
    return rows.aggregate(total=Coalesce(Sum(field), 0))["total"]


def _gateway_faults() -> Iterator[str]:
    captured = Payment.objects.filter(CAPTURED)
    refunds = Refund.objects.filter(state=RefundState.PROCESSED)
    expected = _total(captured) - _total(captured, "fee") - _total(refunds)
    booked = _total(LedgerEntry.objects.filter(account__code="A:gateway"))
    if expected != booked:
        yield f"I6 A:gateway holds {booked}, the payments say {expected}"


def _escrow_faults() -> Iterator[str]:
    escrows = dict(
        LedgerAccount.objects.filter(code__startswith="L:escrow:").values_list("code", "balance")
    )
    for order in Order.objects.filter(fulfil_state=FulfilState.REFUND_DUE).iterator():
        if escrows.get(f"L:escrow:{order.pk}", 0):
            yield f"I8 order {order.pk} is refunded and still holds money"
