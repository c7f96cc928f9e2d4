"""Reading money for one person: what they paid, what came back, what is theirs to earn."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce, TruncMonth

from peerlearn.accounts.models import User

from .enums import Purpose, RefundState
from .models import Order, Refund

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


def spent(user: User, zone: ZoneInfo) -> dict[date, int]:
    """Return the paise somebody spent by month of paying, refunds taken off; months in `zone`."""
    month = TruncMonth("paid_at", tzinfo=zone, output_field=DateField())
    rows = paid_by(user).order_by().values_list(month)
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
    # A refund the gateway refused is still owed to nobody; staff see it in the sweep.
    kept = Refund.objects.filter(~Q(state=RefundState.FAILED), payment__order=OuterRef(order))
    total = kept.order_by().values("payment__order").annotate(sum=Sum("amount")).values("sum")
    # PostgreSQL adds up to numeric, which would divide to fractions.
    return Cast(Coalesce(Subquery(total), 0), BigIntegerField())
