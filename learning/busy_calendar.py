"""When somebody is busy, read from a calendar file (RFC 5545). Pure: bytes in, times out.

Only when, never what: titles, places and guests are not looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar.prop import vRecur

from peerlearn.common.errors import DomainError

Times = list[tuple[datetime, datetime]]

MOST_EVENTS = 5000
MOST_TIMES = 2000
SECONDS = 5.0
# What repeats within a day is no appointment, and counting it out costs for ever.
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
# What no calendar of a person has, and what would be counted out for hours: starts of one rule
# since its first, values in a rule, parts within parts.
MOST_STARTS = 50_000
MOST_VALUES = 60
MOST_DEPTH = 10


def busy_times(data: bytes, *, zone: ZoneInfo, start: datetime, end: datetime) -> Times:
    """Return when the calendar's owner is busy between two moments, joined, ascending, in UTC.

    `zone` is for times that name none and for whole days. Events that are cancelled or marked as
    free do not count. Raises DomainError: not_a_calendar, calendar_too_large.
    """
    until = monotonic() + SECONDS
    events = _events(data)
    moved = _moved(events, zone)
    found: Times = []
    for event in events:
        for begins, ends in _readable(event, zone, start, end, moved):
            if begins < ends and begins < end and ends > start:
                found.append((begins, ends))
            if len(found) > MOST_EVENTS or monotonic() > until:
                raise _too_large()
    times = _joined(sorted(found))
    if len(times) > MOST_TIMES:
        raise _too_large()
    return times


def _events(data: bytes) -> list[Any]:
    _check_depth(data)
    try:
        calendar = Calendar.from_ical(data)
        events = calendar.walk("VEVENT") if calendar.name == "VCALENDAR" else None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _unreadable() from error
    if events is None:
        raise _unreadable()
    if len(events) > MOST_EVENTS:
        raise _too_large()
    return events


def _check_depth(data: bytes) -> None:
    depth = 0
    for line in data.upper().splitlines():
        depth += line.startswith(b"BEGIN:") - line.startswith(b"END:")
        if depth > MOST_DEPTH:
            raise _unreadable()


def _moved(events: Iterable[Any], zone: ZoneInfo) -> dict[str, set[datetime]]:
    """Return for each repeating event the starts of which another row says how they are now."""
    moved: dict[str, set[datetime]] = defaultdict(set)
    for event in events:
        with suppress(ValueError, OverflowError):
            instead_of = _value(event, "RECURRENCE-ID")
            if instead_of is not None:
                moved[str(event.get("UID", ""))].add(_utc(instead_of, zone))
    return moved


def _readable(
    event: Any, zone: ZoneInfo, start: datetime, end: datetime, moved: dict[str, set[datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times of an event up to where it can't be understood, which takes no time."""
    with suppress(ValueError, TypeError, AttributeError, LookupError, OverflowError):
        yield from _instances(event, zone, start, end, moved)


def _instances(
    event: Any, zone: ZoneInfo, start: datetime, end: datetime, moved: dict[str, set[datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    first = _value(event, "DTSTART")
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    if first is None or free or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    length = _length(event, first)
    if length is None or length > timedelta(days=400):
        return
    own = _zone_of(first, zone)
    gone = {_utc(one, zone) for one in _listed(event, "EXDATE")}
    if _value(event, "RECURRENCE-ID") is None:
        gone |= moved.get(str(event.get("UID", "")), set())
    starts = set(_listed(event, "RDATE")) | {first}
    for rule in _rules(event):
        starts.update(_repeated(rule, first, own, start - length, end))
    for one in starts:
        begins = _utc(one, zone)
        if begins not in gone:
            yield begins, _plus(one, length, zone)


def _repeated(
    rule: Any, first: Any, own: Any, start: datetime, end: datetime
) -> Iterator[datetime]:
    """Yield the starts of a rule around two moments, by the clock on the wall of their zone."""
    if not isinstance(rule, vRecur):
        return  # a rule nobody can read repeats nothing; the event itself stays
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency in TOO_OFTEN or not frequency or not _is_countable(rule):
        return
    local = _wall(first)
    until = (rule.get("UNTIL") or [None])[0]
    last = _until(until, own)
    text = type(rule)({key: value for key, value in rule.items() if key.upper() != "UNTIL"})
    try:
        repeated = rrulestr(text.to_ical().decode(), dtstart=local)
        after = start.astimezone(own).replace(tzinfo=None) - timedelta(days=1)
        number = 0
        for moment in islice(repeated, MOST_STARTS):
            if moment < after:
                continue
            attached, number = moment.replace(tzinfo=own), number + 1
            if attached > end or number > MOST_EVENTS or (last is not None and moment > last):
                return
            yield attached
    except (ValueError, TypeError, AttributeError, OverflowError):
        return


def _is_countable(rule: Any) -> bool:
    steps = [step for name, values in rule.items() if name.upper() == "INTERVAL" for step in values]
    return all(step > 0 for step in steps) and sum(map(len, rule.values())) <= MOST_VALUES


def _until(until: Any, own: Any) -> datetime | None:
    """Return the end of a rule by the clock on the wall; a date means all of that day."""
    if isinstance(until, datetime):
        return until.astimezone(own).replace(tzinfo=None) if until.tzinfo else until
    return datetime.combine(until, time.max) if isinstance(until, date) else None


def _rules(event: Any) -> list[Any]:
    rules = event.get("RRULE") or []
    return rules if isinstance(rules, list) else [rules]


def _value(event: Any, name: str) -> Any:
    found = getattr(event.get(name), "dt", None)
    return found if isinstance(found, date) else None


def _listed(event: Any, name: str) -> Iterator[Any]:
    """Yield the moments of EXDATE or RDATE; of a period its start."""
    rows = event.get(name) or []
    for row in rows if isinstance(rows, list) else [rows]:
        for one in getattr(row, "dts", ()):
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            if isinstance(moment, date):
                yield moment


def _length(event: Any, first: Any) -> timedelta | None:
    last = _value(event, "DTEND")
    if last is not None and isinstance(last, datetime) == isinstance(first, datetime):
        if isinstance(first, datetime) and (first.tzinfo is None) == (last.tzinfo is None):
            own = first.tzinfo
            return _wall(last.astimezone(own) if own else last) - _wall(first)
        return _wall(last) - _wall(first)
    duration = getattr(event.get("DURATION"), "dt", None)
    if isinstance(duration, timedelta):
        return duration
    return None if isinstance(first, datetime) else timedelta(days=1)


def _wall(moment: Any) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _zone_of(moment: Any, zone: ZoneInfo) -> Any:
    return (moment.tzinfo if isinstance(moment, datetime) else None) or zone


def _utc(moment: Any, zone: ZoneInfo) -> datetime:
    return _wall(moment).replace(tzinfo=_zone_of(moment, zone)).astimezone(UTC)


def _plus(moment: Any, length: timedelta, zone: ZoneInfo) -> datetime:
    """Return the end: by the clock on the wall, as a calendar shows it."""
    return (_wall(moment) + length).replace(tzinfo=_zone_of(moment, zone)).astimezone(UTC)


def _joined(times: Times) -> Times:
    joined: Times = []
    for begins, ends in times:
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined


def _unreadable() -> DomainError:
    message = _("This is not a calendar file (.ics).")
    return DomainError("not_a_calendar", message, fields={"url": message})


def _too_large() -> DomainError:
    message = _("This calendar has too many events to read.")
    return DomainError("calendar_too_large", message, fields={"url": message})
