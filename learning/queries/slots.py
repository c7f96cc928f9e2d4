"""When a mentor can be booked for a 1:1: what learning/slots.py needs, read in few statements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from peerlearn.common.clock import now
from peerlearn.common.zones import zone_of

from ..enums import Vetting
from ..models import (
    BusyTime,
    DateHours,
    Mentor,
    Session,
    SlotRules,
    TimeOff,
    WeeklyHours,
)
from ..slots import Busy, Limits, Minutes, Obstacle, Plan, free_starts, obstacle
from .sessions import OPEN_STATES

# Longer than any session or buffer: what begins before can't reach into a window.
REACH = timedelta(days=1)


def rules_of(mentor: Mentor) -> SlotRules:
    """Return what a mentor asks for around a 1:1; the defaults, unsaved, if never changed."""
    return SlotRules.objects.filter(mentor=mentor).first() or SlotRules(mentor=mentor)


def takes_slots(mentor: Mentor, rules: SlotRules) -> bool:
    """Tell whether learners may book a free time of this mentor themselves."""
    sells = mentor.vetting == Vetting.APPROVED and mentor.user.is_active
    return sells and rules.bookable and mentor.domains.exists()


def offers_slots(mentor: Mentor) -> bool:
    """Tell whether a mentor's page leads to free times: they take bookings and have hours."""
    hours = Exists(WeeklyHours.objects.filter(mentor=OuterRef("pk")))
    dates = Exists(DateHours.objects.filter(mentor=OuterRef("pk"), end_minute__gt=0))
    shut = Exists(SlotRules.objects.filter(mentor=OuterRef("pk"), bookable=False))
    return Mentor.objects.filter(Q(hours) | Q(dates), ~shut, pk=mentor.pk).exists()


def free_slots(
    mentor: Mentor,
    start: datetime,
    end: datetime,
    minutes: int,
    *,
    rules: SlotRules | None = None,
    besides: int | None = None,
) -> list[datetime]:
    """Return when a 1:1 of `minutes` with this mentor can start, from `start` to before `end`.

    Seven statements at most, whatever the history. `rules` spares reading them again, `besides`
    is a session that shall move and is not in its own way. Whether learners may book there
    themselves, `takes_slots` tells.
    """
    rules, moment = rules or rules_of(mentor), now()
    # Nothing is free outside of these, so that nothing is read for it, nor for the year 9999.
    start, end = max(start, moment), min(end, moment + timedelta(days=rules.horizon))
    if start >= end:
        return []
    plan = plan_of(mentor, start, end + timedelta(minutes=minutes), rules=rules, besides=besides)
    return free_starts(plan, start=start, end=end, minutes=minutes, now=moment)


def obstacles(
    mentor: Mentor, moments: Iterable[datetime], minutes: int, *, besides: int | None = None
) -> dict[datetime, Obstacle | None]:
    """Return for each moment what is against a 1:1 with this mentor then, None if nothing is."""
    asked = list(moments)
    if not asked:
        return {}
    last = max(asked) + timedelta(minutes=minutes)
    plan, moment = plan_of(mentor, min(asked), last, besides=besides), now()
    return {at: obstacle(plan, starts_at=at, minutes=minutes, now=moment) for at in asked}


def plan_of(
    mentor: Mentor,
    start: datetime,
    end: datetime,
    *,
    rules: SlotRules | None = None,
    besides: int | None = None,
) -> Plan:
    """Return all that decides slots between two moments; `rules` if they are read already."""
    rules = rules or rules_of(mentor)
    begins, ends = start - REACH, end + REACH
    week: dict[int, list[Minutes]] = defaultdict(list)
    for weekday, opens, closes in WeeklyHours.objects.filter(mentor=mentor).values_list(
        "weekday", "start_minute", "end_minute"
    ):
        week[weekday].append((opens, closes))
    first, last = begins.date(), ends.date()
    off = TimeOff.objects.filter(mentor=mentor, last_day__gte=first, first_day__lte=last)
    return Plan(
        zone=zone_of(mentor.user.time_zone),
        week=week,
        days=_days(mentor, first, last),
        off=list(off.values_list("first_day", "last_day")),
        busy=[*_sessions(mentor, begins, ends, besides), *_imported(mentor, begins, ends)],
        limits=Limits(
            before=rules.buffer_before,
            after=rules.buffer_after,
            notice=rules.notice,
            step=rules.step,
            horizon=rules.horizon,
        ),
    )


def _days(mentor: Mentor, first: date, last: date) -> dict[date, list[Minutes]]:
    days: dict[date, list[Minutes]] = {}
    rows = DateHours.objects.filter(mentor=mentor, day__gte=first, day__lte=last)
    for day, opens, closes in rows.values_list("day", "start_minute", "end_minute"):
        hours = days.setdefault(day, [])
        if opens < closes:
            hours.append((opens, closes))
    return days


def _sessions(
    mentor: Mentor, begins: datetime, ends: datetime, besides: int | None
) -> Iterable[Busy]:
    """Return what the mentor teaches: public and private, also where a seat is only held."""
    taught = Session.objects.filter(
        mentor=mentor, state__in=OPEN_STATES, starts_at__gte=begins, starts_at__lt=ends
    )
    if besides is not None:
        taught = taught.exclude(pk=besides)
    times = taught.order_by("starts_at").values_list("starts_at", "ends_at")
    return [Busy(starts_at, ends_at) for starts_at, ends_at in times]


def _imported(mentor: Mentor, begins: datetime, ends: datetime) -> Iterable[Busy]:
    times = BusyTime.objects.filter(calendar__mentor=mentor, starts_at__lt=ends, ends_at__gt=begins)
    rows = times.order_by("starts_at").values_list("starts_at", "ends_at")
    return [Busy(starts_at, ends_at, ours=False) for starts_at, ends_at in rows]


def stands(mentor: Mentor) -> dict[str, Any]:
    """Return all that a mentor set about free times: week, dates and absences to come, rules."""
    zone = zone_of(mentor.user.time_zone)
    today = now().astimezone(zone).date()
    hours = WeeklyHours.objects.filter(mentor=mentor)
    days: dict[date, list[dict[str, int]]] = {}
    for row in DateHours.objects.filter(mentor=mentor, day__gte=today):
        own = days.setdefault(row.day, [])
        if row.end_minute:
            own.append({"start": row.start_minute, "end": row.end_minute})
    return {
        "time_zone": zone.key,
        "week": [
            {"weekday": row.weekday, "start": row.start_minute, "end": row.end_minute}
            for row in hours
        ],
        "days": [{"day": day, "hours": own} for day, own in days.items()],
        "absences": TimeOff.objects.filter(mentor=mentor, last_day__gte=today),
        "rules": rules_of(mentor),
    }
