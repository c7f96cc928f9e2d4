"""Reading how often a mentor's public pages were looked at, and what came of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum

from ..enums import ACTIVE
from ..models import Booking, Mentor, PageViews, Session

MOST = 10


@dataclass(frozen=True)
class SessionViews:
    """A session's page in a period: views, and seats booked."""

    session: Session
    views: int
    enrolments: int

    @property
    def conversion(self) -> float | None:
        """Return of 100 views how many became a seat; None without views."""
        return conversion(self.enrolments, self.views)


def conversion(enrolments: int, views: int) -> float | None:
    """Return the seats booked of 100 views, to a tenth; None without views."""
    return round(100 * enrolments / views, 1) if views else None


def by_day(mentor: Mentor, since: date) -> Counter[date]:
    """Return the views of a mentor's pages, theirs and their sessions', by day."""
    found = PageViews.objects.filter(mentor=mentor, day__gte=since).order_by()
    return Counter(dict(found.values_list("day").annotate(Sum("count"))))


def by_session(mentor: Mentor, since: datetime) -> list[SessionViews]:
    """Return the MOST sessions whose pages were looked at most; `since` begins a day of theirs."""
    seen = PageViews.objects.filter(mentor=mentor, session__isnull=False, day__gte=since.date())
    counted = seen.order_by().values_list("session").annotate(views=Sum("count"))
    views = dict(counted.order_by("-views", "-session")[:MOST])
    seats = Booking.objects.filter(session__in=views, state__in=ACTIVE, confirmed_at__gte=since)
    booked = dict(seats.order_by().values_list("session").annotate(Count("pk")))
    sessions = Session.objects.in_bulk(views)
    return [SessionViews(sessions[key], count, booked.get(key, 0)) for key, count in views.items()]
