"""Reading payouts and where they go; nothing here knows a number in full."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import EarningState, Purpose
from ..models import Earning, LedgerAccount, Payout, PayoutMethod
from ..payout_enums import OPEN_PAYOUTS, RETURNED, MethodState, PayoutState
from ..services import ledger

LEAST_SENT = 100  # paise; banks and gateways send no less
REST_AFTER = timedelta(days=30)


def methods_of(user: User) -> QuerySet[PayoutMethod]:
    """Return somebody's accounts, the latest first; the ciphertext is not read."""
    return (
        PayoutMethod.objects.filter(user=user)
        .exclude(state=MethodState.REMOVED)
        .defer("account")
        .order_by("-created_at", "-id")
    )


def payouts_of(user: User) -> QuerySet[Payout]:
    """Return somebody's payouts, the latest first."""
    return Payout.objects.filter(payee=user)


def open_payout(user: User) -> Payout | None:
    """Return the payout of somebody that is under way; there is one at most."""
    return Payout.objects.filter(payee=user, state__in=OPEN_PAYOUTS).first()


@dataclass(frozen=True)
class Sums:
    """What somebody earned, in paise: not yet available, available, in a payout, paid, owed to us.

    `next_at` is when `next_sum` of what is pending becomes available, if nothing is against it;
    `least` is the smallest payout that may be asked for now.
    """

    pending: int
    available: int
    reserved: int
    paid: int
    owed: int
    next_at: datetime | None
    next_sum: int
    least: int


def sums_of(user: User) -> Sums:
    """Return what somebody's accounts say; three statements, however much they earned."""
    accounts = (
        ledger.mentor_pending(user.pk),
        ledger.mentor_available(user.pk),
        ledger.mentor_receivable(user.pk),
    )
    codes = [code for code, _kind in accounts]
    rows = LedgerAccount.objects.filter(code__in=codes)
    balances = dict(rows.values_list("code", "balance"))
    out = Payout.objects.filter(payee=user).aggregate(
        reserved=Coalesce(Sum("amount", filter=Q(state__in=OPEN_PAYOUTS)), 0),
        paid=Coalesce(Sum("amount", filter=Q(state=PayoutState.PROCESSED)), 0),
        last=Max("requested_at", filter=~Q(state__in=RETURNED)),
    )
    waiting = Earning.objects.filter(payee=user, state=EarningState.PENDING, waiting__gt=0)
    soonest = waiting.order_by("due_at").values_list("due_at", "waiting").first()
    pending, available, owed = (balances.get(code, 0) for code in codes)
    next_at, next_sum = soonest or (None, 0)
    least = _least(pending, available, out["last"])
    return Sums(pending, available, out["reserved"], out["paid"], owed, next_at, next_sum, least)


def _least(pending: int, available: int, last: datetime | None) -> int:
    # A small rest goes out whole once nothing more waits, but not every day.
    is_rest = not pending and available >= LEAST_SENT
    rested = last is None or last <= now() - REST_AFTER
    return min(available, settings.PAYOUT_MIN) if is_rest and rested else settings.PAYOUT_MIN


def given_to(user: User) -> QuerySet[Earning]:
    """Return what gifts and tips earned somebody, the latest first, each with its order."""
    given = Earning.objects.filter(payee=user, order__purpose__in=(Purpose.GIFT, Purpose.TIP))
    return given.filter(net__gt=0).select_related("order").order_by("-earned_at", "-id")


def usable_of(user: User) -> list[PayoutMethod]:
    """Return somebody's accounts that can be paid to now, the latest first."""
    verified = methods_of(user).filter(state=MethodState.VERIFIED)
    return [method for method in verified if not method.cools_off]
