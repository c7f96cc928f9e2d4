"""Who looked at the demo's public pages: as many as would book what was booked."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import Count

from learning.enums import Vetting
from learning.models import Mentor, PageViews, Session
from learning.queries import sessions
from learning.services import page_views

DAYS = 60
AHEAD = timedelta(days=9)
# Rows a transaction may write.
AT_ONCE = 100

Views = Counter[tuple[int, int | None, date]]


def look_around(start: datetime) -> int:
    """Count views for each of the DAYS before `start` that has none; return how many days."""
    first = start.date() - timedelta(days=DAYS)
    known = set(PageViews.objects.filter(day__gte=first).values_list("day", flat=True))
    missing = [day for n in range(DAYS) if (day := first + timedelta(days=n)) not in known]
    found = sessions.shown().order_by().annotate(booked=Count("bookings"))
    shown = list(found.filter(starts_at__gte=start - timedelta(days=DAYS)))
    mentors = list(Mentor.objects.filter(vetting=Vetting.APPROVED).values_list("pk", flat=True))
    for day in missing:
        rows = list(_views_of(day, shown, mentors).items())
        for at in range(0, len(rows), AT_ONCE):
            page_views.add(Counter(dict(rows[at : at + AT_ONCE])))
    return len(missing)


def _views_of(day: date, shown: list[Session], mentors: list[int]) -> Views:
    dice = random.Random(day.toordinal())  # noqa: S311  (a play, not a secret)
    views: Views = Counter({(mentor, None, day): dice.randint(0, 6) for mentor in mentors})
    for session in shown:
        if session.starts_at.date() - AHEAD <= day <= session.starts_at.date():
            wanted = getattr(session, "booked", 0)
            views[session.mentor_id, session.pk, day] = dice.randint(0, 2 + 2 * wanted)
    return +views
