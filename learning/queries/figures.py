"""Numbers about the whole place, for who looks at it first."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Sum

from peerlearn.common.clock import now

from . import catalogue, mentors

DAYS = 7


def figures(names: Iterable[str]) -> dict[str, int | float]:
    """Return the figures of `names` that are not zero: mentors, taught, rating (of 5, one decimal),
    sessions and languages (both of the next DAYS days). At most two statements.
    """
    wanted = list(names)
    found: dict[str, int | float | None] = {}
    if {"mentors", "taught", "rating"} & set(wanted):
        people = mentors.listed().prefetch_related(None).select_related(None).order_by()
        row = people.aggregate(
            mentors=Count("pk"),
            taught=Sum("sessions_taught"),
            stars=Sum("rating_sum"),
            voices=Sum("rating_count"),
        )
        rating = round(row["stars"] / row["voices"], 1) if row["voices"] else None
        found |= {"mentors": row["mentors"], "taught": row["taught"], "rating": rating}
    if {"sessions", "languages"} & set(wanted):
        week = catalogue.on_offer().filter(starts_at__lte=now() + timedelta(days=DAYS))
        found |= week.select_related(None).aggregate(
            sessions=Count("pk"), languages=Count("language", distinct=True)
        )
    return {name: figure for name in wanted if (figure := found.get(name))}
