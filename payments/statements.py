"""Reading money for one person: what they paid, what came back, what is theirs to earn."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce, TruncMonth

from peerlearn.accounts.models import User

from .enums import BOUGHT_NOTHING, Purpose
from .models import CreditNote, Order, Refund

ALL, REFUNDED, KEPT = "", "refunded", "kept"


def paid_by(user: User, *, shown: str = ALL, purpose: str = "") -> QuerySet[Order]:
    """Return the orders somebody paid, latest first, each with `refunded` paise.

    `shown` is ALL, REFUNDED (something went back) or KEPT (nothing did); `purpose` a Purpose or "".
    """
    found = _with_refunds(Order.objects.filter(payer=user, paid_at__isnull=False))
    if purpose in Purpose.values:
        found = found.filter(purpose=purpose)
    if shown == REFUNDED:
        found = found.filter(refunded__gt=0)
    elif shown == KEPT:
        found = found.filter(refunded=0)
    return found.order_by("-paid_at", "-id")


def with_papers(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Have the receipt and the credit notes of orders read along."""
    notes = Prefetch("paper__credit_notes", CreditNote.objects.order_by("serial"))
    return orders.select_related("paper").prefetch_related(notes)


def spent(user: User, zone: ZoneInfo, *, purposes: Iterable[str] = ()) -> dict[date, int]:
    """Return the paise somebody spent by month of paying, refunds taken off; months in `zone`.

    With `purposes` only of orders for these.
    """
    month = TruncMonth("paid_at", tzinfo=zone, output_field=DateField())
    found = paid_by(user).order_by()
    if purposes:
        found = found.filter(purpose__in=list(purposes))
    rows = found.values_list(month)
    return dict(rows.annotate(paise=Sum(F("amount") - F("refunded"))))


def with_shares(rows: QuerySet[Any], order: str) -> QuerySet[Any]:
    """Add to rows what the order they name as `order` comes to, in paise.

    `net` is what was kept of it after refunds, `fee` our part, `own` the payee's: as
    money.fee_of reckons, order by order.
    """
    known = rows.annotate(net=F(f"{order}__amount") - _refunded(order))
    # Whole numbers divide to whole numbers.
    fee = (F("net") * F(f"{order}__fee_bps") + 5000) / 10000
    with_fee = known.annotate(fee=ExpressionWrapper(fee, output_field=BigIntegerField()))
    return with_fee.annotate(own=F("net") - F("fee"))


def _with_refunds(orders: QuerySet[Order]) -> QuerySet[Order]:
    return orders.annotate(refunded=_refunded("pk"))


def _refunded(order: str) -> Cast:
    # A refund that the gateway refused is still owed.
    promised = Refund.objects.exclude(reason__in=BOUGHT_NOTHING).filter(
        payment__order=OuterRef(order)
    )
    total = promised.order_by().values("payment__order").annotate(sum=Sum("amount")).values("sum")
    # PostgreSQL adds up to numeric, which would divide to fractions.
    return Cast(Coalesce(Subquery(total), 0), BigIntegerField())


def movements(user: User) -> Iterator[dict[str, Any]]:
    """Yield everything somebody paid and got back, latest first: for a file to take along.

    Each has at, kind (a Purpose, or "refund"), text, to, paid and back in paise, state, paper,
    reference.
    """
    orders = paid_by(user).select_related("payee", "paper")
    refunds = Refund.objects.filter(payment__order__payer=user)
    refunds = refunds.select_related("payment__order__payee", "paper")
    rows = [*map(_payment, orders), *map(_refund, refunds)]
    yield from sorted(rows, key=lambda row: row["at"], reverse=True)


def _payment(order: Order) -> dict[str, Any]:
    return _movement(order, order.paid_at) | {
        "kind": order.purpose,
        "paid": order.amount,
        "state": order.get_state_display(),
        "paper": order.paper.number if hasattr(order, "paper") else "",
        "reference": order.receipt,
    }


def _refund(refund: Refund) -> dict[str, Any]:
    return _movement(refund.payment.order, refund.processed_at or refund.created_at) | {
        "kind": "refund",
        "back": refund.amount,
        "state": refund.get_state_display(),
        "paper": refund.paper.number if hasattr(refund, "paper") else "",
        "reference": refund.payment.order.receipt,
    }


def _movement(order: Order, at: datetime | None) -> dict[str, Any]:
    to = order.payee.name if order.payee else ""
    return {"at": at, "text": order.description, "to": to, "paid": 0, "back": 0}
