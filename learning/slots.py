"""When a mentor can be booked for a 1:1: hours minus what is busy, across clock changes. Pure.

A mentor is open at a moment if their own clock then shows a time within the hours of its day. So
an hour that the clock skips is not there, and an hour it repeats counts twice. Inside this module
a moment is whole seconds since the epoch and a span is half open.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from peerlearn.common.money import MIN_PAISE

Minutes = tuple[int, int]
Span = tuple[int, int]

DAY = 24 * 3600
EPOCH = date(1970, 1, 1).toordinal()
EPOCH_WEEKDAY = date(1970, 1, 1).weekday()


class Obstacle(StrEnum):
    """Why a time is not free; the first that applies, in this order."""

    PAST = "past"
    BUSY = "busy"
    OFF = "off"
    HOURS = "hours"
    NOTICE = "notice"
    HORIZON = "horizon"


@dataclass(frozen=True)
class Busy:
    """A time that is taken, by a session of the platform (`ours`) or by the mentor's own calendar.

    Sessions keep the mentor's larger buffer on both sides, for a 1:1 next to another needs both;
    what a calendar brings keeps the buffers a new 1:1 has.
    """

    starts_at: datetime
    ends_at: datetime
    ours: bool = True


@dataclass(frozen=True)
class Limits:
    """What a mentor asks for around a 1:1: minutes, and days for the horizon."""

    before: int = 0
    after: int = 0
    notice: int = 0
    step: int = 30
    horizon: int = 60


@dataclass(frozen=True)
class Plan:
    """All that decides a mentor's slots.

    `week` has stretches (start, end), in minutes of the local day, by weekday (0 is Monday);
    `days` replaces the week on single dates, with nothing for a closed day; `off` are first and
    last days of absences, which win over both. Stretches of a day do not overlap.
    """

    zone: ZoneInfo
    week: Mapping[int, Sequence[Minutes]]
    days: Mapping[date, Sequence[Minutes]] = field(default_factory=dict)
    off: Sequence[tuple[date, date]] = ()
    busy: Sequence[Busy] = ()
    limits: Limits = Limits()


def free_starts(
    plan: Plan, *, start: datetime, end: datetime, minutes: int, now: datetime
) -> list[datetime]:
    """Return when a 1:1 of `minutes` can start, from `start` to before `end`, ascending in UTC.

    Starts lie on the mentor's step, counted from the beginning of each stretch.
    """
    limits = plan.limits
    first = max(_up(start), _up(now + timedelta(minutes=limits.notice)))
    last = min(_up(end), _up(now + timedelta(days=limits.horizon)))
    if first >= last:
        return []
    length = minutes * 60
    openings = list(_openings(plan, first, last + length))
    free = _without(_joined(span[:2] for span in openings), _taken(plan))
    begins = [span[0] for span in free]
    found = []
    for opens, closes, anchor in openings:
        step = limits.step * 60
        at = anchor - (anchor - max(opens, first)) // step * step
        for moment in range(at, min(closes, last), step):
            place = bisect_right(begins, moment) - 1
            if place >= 0 and moment + length <= free[place][1]:
                found.append(datetime.fromtimestamp(moment, UTC))
    return found


def obstacle(plan: Plan, *, starts_at: datetime, minutes: int, now: datetime) -> Obstacle | None:
    """Return what is against a 1:1 at that time, None if nothing is; the step does not count."""
    begins, limits = _up(starts_at), plan.limits
    ends = begins + minutes * 60
    if starts_at <= now:
        return Obstacle.PAST
    if any(from_ < ends and begins < until for from_, until in _taken(plan)):
        return Obstacle.BUSY
    opens = _joined(span[:2] for span in _openings(plan, begins, ends))
    if (begins, ends) not in opens:
        away = any(_is_off(plan, day) for day in _days_of(plan.zone, starts_at, minutes))
        return Obstacle.OFF if away else Obstacle.HOURS
    if starts_at < now + timedelta(minutes=limits.notice):
        return Obstacle.NOTICE
    return Obstacle.HORIZON if starts_at >= now + timedelta(days=limits.horizon) else None


def price_of(hourly: int, minutes: int) -> int:
    """Return the paise of `minutes` at `hourly` paise, rounded half up to the paisa.

    Nothing costs between 0 and 100 paise: what would is 100, the least that can be paid.
    """
    price = (hourly * minutes + 30) // 60
    return max(price, MIN_PAISE) if hourly else 0


def _openings(plan: Plan, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield when the mentor is open, ascending: from, until, and where the grid of starts begins.

    Spans are cut at `first`, `last` and clock changes.
    """
    for begins, ends, offset in _constant(plan.zone, first, last):
        for number in range((begins + offset) // DAY, (ends + offset - 1) // DAY + 1):
            midnight = number * DAY - offset
            for opens, closes in _hours(plan, number):
                from_, until = midnight + opens * 60, midnight + closes * 60
                if from_ < ends and until > begins:
                    yield max(from_, begins), min(until, ends), from_


def _hours(plan: Plan, number: int) -> Sequence[Minutes]:
    """Return the stretches of a day, given as days since the epoch, in order."""
    day = date.fromordinal(EPOCH + number)
    if plan.off and _is_off(plan, day):
        return ()
    hours = plan.days.get(day)
    return sorted(plan.week.get((number + EPOCH_WEEKDAY) % 7, ()) if hours is None else hours)


def _is_off(plan: Plan, day: date) -> bool:
    return any(first <= day <= last for first, last in plan.off)


def _days_of(zone: ZoneInfo, starts_at: datetime, minutes: int) -> set[date]:
    last = starts_at + timedelta(minutes=minutes, seconds=-1)
    return {starts_at.astimezone(zone).date(), last.astimezone(zone).date()}


def _constant(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield spans in which the zone keeps its offset from UTC, with that offset in seconds."""
    begins, at, offset = first, first, _offset(zone, first)
    while at < last:
        until = min(at + DAY, last)
        if _offset(zone, until) != offset:
            until = _change(zone, at, until)
            yield begins, until, offset
            begins, offset = until, _offset(zone, until)
        at = until
    if begins < last:
        yield begins, last, offset


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """Return the first second after `before` with another offset; there is one until `after`."""
    was = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == was:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: int) -> int:
    offset = datetime.fromtimestamp(moment, zone).utcoffset() or timedelta(0)
    return int(offset.total_seconds())


def _taken(plan: Plan) -> list[Span]:
    """Return what a new 1:1 must stay clear of: busy times with their buffers, joined."""
    before, after = plan.limits.before * 60, plan.limits.after * 60
    both = max(before, after)
    return _joined(
        sorted(
            (
                int(one.starts_at.timestamp()) - (both if one.ours else after),
                _up(one.ends_at) + (both if one.ours else before),
            )
            for one in plan.busy
        )
    )


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return ascending spans with those that touch made one."""
    joined: list[Span] = []
    for begins, ends in spans:
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined


def _without(spans: list[Span], taken: list[Span]) -> list[Span]:
    """Return what is left of the spans; both lists are ascending and each is disjoint."""
    left: list[Span] = []
    place = 0
    for begins, ends in spans:
        while place < len(taken) and taken[place][1] <= begins:
            place += 1
        at, other = begins, place
        while other < len(taken) and taken[other][0] < ends:
            if at < taken[other][0]:
                left.append((at, taken[other][0]))
            at = max(at, taken[other][1])
            other += 1
        if at < ends:
            left.append((at, ends))
    return left


def _up(moment: datetime) -> int:
    """Return a moment in whole seconds, rounded up."""
    return -int(-moment.timestamp() // 1)
