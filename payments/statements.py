"""Reading money for one person: what they paid, what came back, what is theirs to earn."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from peerlearn.accounts.models import User
from peerlearn.common.money import fee_of

from .enums import Purpose, RefundState
from .models import Order, Refund

ALL, REFUNDED, KEPT = "", "refunded", "kept"


@dataclass(frozen=True)
class Share:
    """What a paid order comes to, in paise: what the payee keeps after refunds and our fee."""

    order: int
    paid_at: datetime
    net: int
    fee: int

    @property
    def own(self) -> int:
        """Return the payee's part."""
        return self.net - self.fee


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
    months: dict[date, int] = {}
    rows = paid_by(user).order_by().values_list("paid_at", "amount", "refunded")
    for paid_at, amount, refunded in rows:
        month = paid_at.astimezone(zone).date().replace(day=1)
        months[month] = months.get(month, 0) + amount - refunded
    return months


def shares_of(payee: User) -> dict[int, Share]:
    """Return by order what each order paid to somebody comes to; one statement."""
    paid = _with_refunds(Order.objects.filter(payee=payee, paid_at__isnull=False)).order_by()
    rows = paid.values_list("pk", "paid_at", "amount", "refunded", "fee_bps")
    return {
        key: Share(key, paid_at, amount - refunded, fee_of(amount - refunded, bps))
        for key, paid_at, amount, refunded, bps in rows
    }


def _with_refunds(orders: QuerySet[Order]) -> QuerySet[Order]:
    # A refund the gateway refused is still owed to nobody; staff see it in the sweep.
    kept = Refund.objects.filter(~Q(state=RefundState.FAILED), payment__order=OuterRef("pk"))
    total = kept.order_by().values("payment__order").annotate(sum=Sum("amount")).values("sum")
    return orders.annotate(refunded=Coalesce(Subquery(total), 0))
