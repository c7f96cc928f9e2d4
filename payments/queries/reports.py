"""What the ledger says of a period: taken, paid back, fees, paid out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import DateField, Sum
from django.db.models.functions import TruncDay, TruncMonth, TruncWeek
from django.utils.translation import gettext_lazy as _

from ..models import LedgerEntry

# Books are kept on India's clock, whoever reads them.
INDIA = ZoneInfo("Asia/Kolkata")


class Step(models.TextChoices):
    """How long one line of a report is."""

    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


TRUNC = {Step.DAY: TruncDay, Step.WEEK: TruncWeek, Step.MONTH: TruncMonth}

# Each figure: its words, the account it is read from, kinds of transactions (none: all of them),
# and the sign that makes what is usual a positive number.
FIGURES: dict[str, tuple[Any, str, tuple[str, ...], int]] = {
    "taken": (_("Taken"), "A:gateway", ("capture",), 1),
    "refunded": (_("Paid back"), "A:gateway", ("refund_processed",), -1),
    "platform_fee": (_("Our fees"), "I:platform_fee", (), -1),
    "gateway_fee": (_("Gateway's fees"), "E:gateway_fee", (), 1),
    "goodwill": (_("Goodwill"), "E:goodwill", (), 1),
    "paid_out": (_("Paid out"), "A:bank", ("payout_processed", "payout_returned"), -1),
    "settled": (_("Settled to the bank"), "A:bank", ("settlement",), 1),
}


@dataclass(frozen=True)
class Line:
    """The figures of one day, week or month, in paise; `begins` on India's clock."""

    begins: date
    sums: Mapping[str, int]


@dataclass(frozen=True)
class Report:
    """Lines with something in them, the earliest first, and what they come to."""

    lines: list[Line]
    total: Mapping[str, int]


def by_period(*, first: date, last: date, step: Step = Step.DAY) -> Report:
    """Return the figures from the first day to the last, both included; one statement."""
    begin, end = _moment(first), _moment(last + timedelta(days=1))
    period = TRUNC[step]("transaction__created_at", tzinfo=INDIA, output_field=DateField())
    rows = (
        LedgerEntry.objects.filter(
            transaction__created_at__gte=begin,
            transaction__created_at__lt=end,
            account__code__in={account for _, account, _, _ in FIGURES.values()},
        )
        .order_by()
        .values_list(period, "account__code", "transaction__kind")
        .annotate(Sum("amount"))
    )
    lines: dict[date, Counter[str]] = {}
    total: Counter[str] = Counter()
    for begins, account, kind, amount in rows:
        for name in _figures(account, kind):
            paise = FIGURES[name][3] * amount
            lines.setdefault(begins, Counter())[name] += paise
            total[name] += paise
    return Report([Line(begins, lines[begins]) for begins in sorted(lines)], total)


def _figures(account: str, kind: str) -> list[str]:
    return [
        name
        for name, (_words, of, kinds, _sign) in FIGURES.items()
        if of == account and (not kinds or kind in kinds)
    ]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), INDIA)
