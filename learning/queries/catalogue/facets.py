"""How many sessions each choice would show with the other filters as they are: one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import ExtractHour

from peerlearn.common.clock import now

from ...enums import Level
from ...models import Domain, Session
from .base import Words
from .choices import LEFT, PRICES, RATINGS, SIZES
from .days import DATES, TIMES, day_label, day_range, iso_day, midnight
from .wanted import Wanted

EVERYTHING = 10**9
# The fields of Wanted that make up each filter.
PARTS: dict[str, tuple[str, ...]] = {
    "topic": ("topic",),
    "date": ("date", "since", "until"),
    "time": ("time",),
    "price": ("price", "least", "most"),
    "language": ("language",),
    "level": ("level",),
    "size": ("size",),
    "left": ("left",),
    "rating": ("rating",),
}


@dataclass(frozen=True)
class Option:
    """One choice of a filter and how many sessions it would show with the others as they are."""

    value: str
    label: Words
    count: int
    chosen: bool

    @property
    def dead(self) -> bool:
        """Tell whether it would show nothing; a chosen one can still be taken away."""
        return not self.count and not self.chosen


@dataclass(frozen=True)
class Counts:
    """Numbers of one set of filters; prices in paise."""

    total: int
    of: dict[str, dict[str, int]]
    without: dict[str, int]
    cheapest: int | None
    dearest: int | None
    changes: Any = None
    later: dict[str, Any] = field(default_factory=dict)


Choices = dict[str, list[tuple[str, Words, Q]]]


def choices_of(domains: Iterable[Domain], languages: Iterable[str], zone: ZoneInfo) -> Choices:
    """Return the choices of every filter with their tests."""
    return {
        "topic": [(one.slug, one.name, Q(domain_id=one.pk)) for one in domains],
        "date": [(name, label, _between(name, zone)) for name, label in DATES.items()],
        "time": [(name, label, _hours(first, end)) for name, (label, first, end) in TIMES.items()],
        "price": [(key, *rest) for key, rest in PRICES.items()],
        "language": [(name, name, Q(language=name)) for name in languages],
        "level": [(level.value, level.label, Q(level=level.value)) for level in Level],
        "size": [(key, *rest) for key, rest in SIZES.items()],
        "left": [(key, *rest) for key, rest in LEFT.items()],
        "rating": [(key, *rest) for key, rest in RATINGS.items()],
    }


def tests_of(wanted: Wanted, choices: Choices, zone: ZoneInfo) -> dict[str, Q]:
    """Return the test of every filter that is set."""
    tests: dict[str, Q] = {}
    for name in PARTS:
        values = getattr(wanted, name)
        chosen = set(values if isinstance(values, tuple) else (values,))
        hit = [test for value, _label, test in choices[name] if value in chosen]
        if hit:
            tests[name] = reduce(or_, hit)
    if iso_day(wanted.date):
        tests["date"] = _between(wanted.date, zone)
    if wanted.since or wanted.until:
        tests["date"] = _range(wanted, zone)
    if wanted.least is not None or wanted.most is not None:
        tests["price"] = Q(price__gte=(wanted.least or 0) * 100)
        if wanted.most is not None:
            tests["price"] &= Q(price__lte=wanted.most * 100)
    return tests


def with_measures(sessions: QuerySet[Session], zone: ZoneInfo) -> QuerySet[Session]:
    """Return the sessions with `hour` (of the viewer's day), `seats_free` and `mark`."""
    mean = F("mentor__rating_sum") * 1000 / F("mentor__rating_count")
    return sessions.annotate(
        hour=ExtractHour("starts_at", tzinfo=zone),
        seats_free=F("capacity") - F("seats_taken"),
        mark=Case(
            When(mentor__rating_count__gt=0, then=mean),
            default=Value(0),
            output_field=IntegerField(),
        ),
    )


def count(base: QuerySet[Session], tests: dict[str, Q], choices: Choices, zone: ZoneInfo) -> Counts:
    """Count every option in one statement: the option's own filter is left out of its count.

    The inner query looks at a row once (what it is, which filters it fits); the outer only adds up.
    """
    fits = {
        f"fits_{name}": Case(When(test, then=1), default=0, output_field=IntegerField())
        for name, test in tests.items()
    }
    columns = ("domain_id", "language", "level", "price", "capacity", "starts_at", "ends_at")
    rows = (
        with_measures(base.select_related(None).order_by(), zone)
        .annotate(**fits)
        .values(*columns, "hour", "seats_free", "mark", *fits)[:EVERYTHING]
    )

    def others(own: str) -> Q:
        every = [Q(**{f"fits_{name}": 1}) for name in tests if name != own]
        return reduce(and_, every, Q())

    asked: dict[str, Any] = {"total": _number(others(""))}
    for name, options in choices.items():
        rest = others(name)
        if name in tests:
            asked[f"without_{name}"] = _number(rest)
        for place, (_value, _label, test) in enumerate(options):
            asked[f"{name}_{place}"] = _number(test & rest)
    moment = now()
    asked |= {
        "cheapest": Min("price", filter=others("price") or None),
        "dearest": Max("price", filter=others("price") or None),
        "starts": Min("starts_at", filter=Q(starts_at__gt=moment)),
        "ends": Min("ends_at", filter=Q(ends_at__gt=moment)),
    }
    found = rows.aggregate(**asked)
    return Counts(
        total=found["total"],
        of={
            name: {value: found[f"{name}_{n}"] for n, (value, _l, _t) in enumerate(options)}
            for name, options in choices.items()
        },
        without={name: found[f"without_{name}"] for name in tests},
        cheapest=found["cheapest"],
        dearest=found["dearest"],
        changes=min((one for one in (found["starts"], found["ends"]) if one), default=None),
    )


def options_of(wanted: Wanted, choices: Choices, counts: Counts) -> dict[str, list[Option]]:
    """Return the choices of every filter with their numbers."""
    made: dict[str, list[Option]] = {}
    for name, options in choices.items():
        held = getattr(wanted, name)
        chosen = set(held) if isinstance(held, tuple) else {held}
        made[name] = [
            Option(value, label, counts.of[name][value], value in chosen)
            for value, label, _test in options
        ]
    if iso_day(wanted.date):
        made["date"].append(Option(wanted.date, day_label(wanted.date), counts.total, True))
    return made


def _number(test: Q) -> Count:
    return Count("starts_at", filter=test or None)


def _between(name: str, zone: ZoneInfo) -> Q:
    span = day_range(name, zone)
    return Q(starts_at__gte=span[0], starts_at__lt=span[1]) if span else Q()


def _range(wanted: Wanted, zone: ZoneInfo) -> Q:
    test = Q()
    if first := iso_day(wanted.since):
        test &= Q(starts_at__gte=midnight(first, zone))
    if last := iso_day(wanted.until):
        test &= Q(starts_at__lt=midnight(last + timedelta(days=1), zone))
    return test


def _hours(first: int, end: int) -> Q:
    if first < end:
        return Q(hour__gte=first, hour__lt=end)
    return Q(hour__gte=first) | Q(hour__lt=end)
