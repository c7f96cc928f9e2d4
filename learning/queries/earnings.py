"""Reading what a mentor's seats earn. Payments knows amounts, learning knows what was taught."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, DateField, ExpressionWrapper, Q, QuerySet, Sum
from django.db.models.functions import TruncDate, TruncMonth

from payments.statements import with_shares

from ..enums import EARNED, BookingState
from ..models import Booking, Mentor


@dataclass(frozen=True)
class Earnings:
    """A mentor's part of all paid seats, in paise: still held, and earned, also by month."""

    held: int
    earned: int
    months: dict[date, int]


def seats(mentor: Mentor) -> QuerySet[Any]:
    """Return the paid seats of a mentor, latest session first.

    Each has `net`, `fee` and `own` in paise after refunds, and `earned`: else it is held.
    """
    paid = Booking.objects.filter(
        session__mentor=mentor,
        order__payee=mentor.user_id,
        order__paid_at__isnull=False,
        state__in=(*EARNED, BookingState.CONFIRMED),
    )
    is_earned = ExpressionWrapper(Q(state__in=EARNED), output_field=BooleanField())
    shared = with_shares(paid, "order").annotate(earned=is_earned).filter(net__gt=0)
    return shared.select_related("session", "order__earning").order_by("-session__starts_at", "-id")


def of_mentor(mentor: Mentor, zone: ZoneInfo) -> Earnings:
    """Return what is held and earned, and earned by month of the session; two statements."""
    rows = seats(mentor).order_by()
    sums = rows.aggregate(
        held=Sum("own", filter=Q(earned=False), default=0),
        all_earned=Sum("own", filter=Q(earned=True), default=0),
    )
    month = TruncMonth("session__starts_at", tzinfo=zone, output_field=DateField())
    months = rows.filter(earned=True).values_list(month).annotate(Sum("own"))
    return Earnings(sums["held"], sums["all_earned"], dict(months))


def by_day(mentor: Mentor, zone: ZoneInfo, since: datetime) -> Counter[date]:
    """Return the paise earned by day of the session from a moment on; one statement."""
    rows = seats(mentor).order_by().filter(earned=True, session__starts_at__gte=since)
    day = TruncDate("session__starts_at", tzinfo=zone)
    return Counter(dict(rows.values_list(day).annotate(Sum("own"))))
