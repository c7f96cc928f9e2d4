"""Reading how a mentor's teaching goes, over a period of whole days."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peerlearn.common.clock import now

from ..enums import ACTIVE
from ..models import Booking, Follow, Mentor
from . import earnings, page_views, reviews
from .page_views import SessionViews, conversion

PERIODS = (7, 30, 90, 365)
WEEKLY_FROM = 90

Steps = list[date]


@dataclass(frozen=True)
class Analytics:
    """Pairs of (first day of a step, number): a step is a day, or a week in long periods.

    `followers` is how many there are at the end of a step, `ratings` the mean of all up to then
    (None before the first), `earned` paise by the session's day, `conversion` seats booked of 100
    `views` (None without any), `pages` the sessions looked at most.
    """

    followers: list[tuple[date, int]]
    enrolments: list[tuple[date, int]]
    ratings: list[tuple[date, float | None]]
    earned: list[tuple[date, int]]
    views: list[tuple[date, int]]
    conversion: list[tuple[date, float | None]]
    pages: list[SessionViews]

    @property
    def converted(self) -> float | None:
        """Return of 100 views how many became a seat, over all steps that had a view."""
        seen = [step for step, count in self.views if count]
        booked = sum(count for step, count in self.enrolments if step in seen)
        return conversion(booked, sum(count for _step, count in self.views))


def of_mentor(mentor: Mentor, zone: ZoneInfo, days: int) -> Analytics:
    """Return the last `days` (one of PERIODS) in the mentor's zone; seven statements."""
    steps = steps_of(now().astimezone(zone).date(), days)
    since = datetime.combine(steps[0], time(), zone)
    follows = Follow.objects.filter(mentor=mentor, user__is_active=True).order_by()
    seats = Booking.objects.filter(
        session__mentor=mentor, state__in=ACTIVE, confirmed_at__gte=since
    ).order_by()
    praise = reviews.shown().filter(mentor=mentor).order_by()
    enrolments = _counted(steps, zone, seats.values_list("confirmed_at", flat=True))
    views = _by_step(steps, page_views.by_day(mentor, steps[0]))
    return Analytics(
        followers=_running(steps, zone, follows.values_list("created_at", flat=True)),
        enrolments=enrolments,
        ratings=_means(steps, zone, praise.values_list("created_at", "rating")),
        earned=_by_step(steps, earnings.by_day(mentor, zone, since)),
        views=views,
        conversion=[
            (step, conversion(booked, seen))
            for (step, booked), (_step, seen) in zip(enrolments, views, strict=True)
        ],
        pages=page_views.by_session(mentor, since),
    )


def steps_of(today: date, days: int) -> list[date]:
    """Return the first days of the steps of a period that ends today, oldest first."""
    length = 7 if days >= WEEKLY_FROM else 1
    count = -(-days // length)
    return [today - timedelta(days=length * n - 1) for n in range(count, 0, -1)]


def step_of(steps: list[date], day: date) -> date | None:
    """Return the step a day falls in, None for a day before them all."""
    if day < steps[0]:
        return None
    length = (steps[1] - steps[0]).days if len(steps) > 1 else 1
    return steps[min(len(steps) - 1, (day - steps[0]).days // length)]


def _by_step(steps: Steps, days: Counter[date]) -> list[tuple[date, int]]:
    sums: Counter[date | None] = Counter()
    for day, count in days.items():
        sums[step_of(steps, day)] += count
    return [(step, sums[step]) for step in steps]


def _counted(steps: Steps, zone: ZoneInfo, moments: Iterable[Any]) -> list[tuple[date, int]]:
    return _by_step(steps, Counter(moment.astimezone(zone).date() for moment in moments))


def _running(steps: Steps, zone: ZoneInfo, moments: Iterable[Any]) -> list[tuple[date, int]]:
    sums = Counter(step_of(steps, moment.astimezone(zone).date()) for moment in moments)
    so_far, found = sums[None], []
    for step in steps:
        so_far += sums[step]
        found.append((step, so_far))
    return found


def _means(steps: Steps, zone: ZoneInfo, rows: Iterable[Any]) -> list[tuple[date, float | None]]:
    stars: Counter[date | None] = Counter()
    voices: Counter[date | None] = Counter()
    for moment, rating in rows:
        step = step_of(steps, moment.astimezone(zone).date())
        stars[step] += rating
        voices[step] += 1
    total, count, found = stars[None], voices[None], []
    for step in steps:
        total, count = total + stars[step], count + voices[step]
        found.append((step, round(total / count, 2) if count else None))
    return found
