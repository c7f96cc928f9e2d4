"""Seven days of a search, side by side."""

from dataclasses import dataclass, field
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate

from peerlearn.common.clock import now

from ...cards import SessionCard, session_cards
from ...models import Session
from .days import DAY, day_range, iso_day, midnight
from .finding import Found

DAYS = 7
A_DAY = 8


@dataclass
class Day:
    """One day of the viewer's: its first sessions as cards, and how many there are in all."""

    date: date
    total: int = 0
    cards: list[SessionCard] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Return how many sessions of the day are not shown."""
        return self.total - len(self.cards)


def first_day(found: Found, zone: ZoneInfo) -> date:
    """Return the day the week begins with: the first one asked for, today or later."""
    today = now().astimezone(zone).date()
    wanted = found.wanted
    span = day_range(wanted.date, zone) if wanted.date else None
    asked = span[0].astimezone(zone).date() if span else iso_day(wanted.since)
    return max(asked or today, today)


def week_of(found: Found, first: date, zone: ZoneInfo) -> list[Day]:
    """Return seven days from `first` of what was found, at most A_DAY sessions each.

    Two statements, however much there is.
    """
    days = {first + n * DAY: Day(first + n * DAY) for n in range(DAYS)}
    chosen = cast(QuerySet[Session], found.page.paginator.object_list).order_by()
    rows = (
        chosen.filter(
            starts_at__gte=midnight(first, zone), starts_at__lt=midnight(first + DAYS * DAY, zone)
        )
        .annotate(day=TruncDate("starts_at", tzinfo=zone))
        .annotate(
            place=Window(RowNumber(), partition_by=F("day"), order_by=["starts_at", "pk"]),
            of_day=Window(Count("pk"), partition_by=F("day")),
        )
        .filter(place__lte=A_DAY)
        .values_list("pk", "day", "of_day")
    )
    place = {}
    for key, day, total in rows:
        days[day].total = total
        place[key] = days[day]
    shown = Session.objects.filter(pk__in=place).order_by("starts_at", "pk")
    for card in session_cards(shown):
        place[card.id].cards.append(card)
    return list(days.values())
