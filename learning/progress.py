"""What somebody has learned so far, from plain values: no database, no Django."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
MONTHS = 12


@dataclass(frozen=True)
class Attended:
    """A session somebody attended: its start (aware), its topic, and the seconds that count."""

    starts_at: datetime
    topic: str
    seconds: int


@dataclass(frozen=True)
class Streak:
    """Weeks in a row with a session: the run that still goes on, and the longest one."""

    current: int
    longest: int


@dataclass(frozen=True)
class Topic:
    """How much of a topic was learned."""

    name: str
    sessions: int
    seconds: int


@dataclass(frozen=True)
class Progress:
    """All of it; `months` are (first day, seconds) of the last MONTHS months, oldest first."""

    sessions: int
    seconds: int
    topics: list[Topic]
    months: list[tuple[date, int]]
    streak: Streak


def credited(attended_seconds: int, ran: timedelta) -> int:
    """Return the seconds that count of a session settled as attended: never more than it ran.

    Without any, presence was settled by people and not by the room: then all of it counts.
    """
    whole = max(0, int(ran.total_seconds()))
    return min(attended_seconds, whole) if attended_seconds > 0 else whole


def streak(days: Iterable[date], today: date) -> Streak:
    """Return the runs of weeks (Monday to Sunday) with a day in `days`, none after `today`.

    A run goes on while this week or the last has one: a week that is not over breaks nothing.
    """
    weeks = sorted({_monday(day) for day in days if day <= today})
    longest = run = 0
    before = None
    for week in weeks:
        run = run + 1 if before is not None and week - before == WEEK else 1
        longest, before = max(longest, run), week
    goes_on = before is not None and before >= _monday(today) - WEEK
    return Streak(run if goes_on else 0, longest)


def progress(attended: Iterable[Attended], *, zone: ZoneInfo, moment: datetime) -> Progress:
    """Return what `attended` comes to by `moment`, days and months as they are in `zone`."""
    found = list(attended)
    today = moment.astimezone(zone).date()
    days = [one.starts_at.astimezone(zone).date() for one in found]
    months = dict.fromkeys(last_months(today, MONTHS), 0)
    topics: dict[str, list[int]] = defaultdict(list)
    for one, day in zip(found, days, strict=True):
        topics[one.topic].append(one.seconds)
        if day.replace(day=1) in months:
            months[day.replace(day=1)] += one.seconds
    learned = [Topic(name, len(each), sum(each)) for name, each in topics.items()]
    return Progress(
        sessions=len(found),
        seconds=sum(one.seconds for one in found),
        topics=sorted(learned, key=lambda topic: (-topic.seconds, topic.name)),
        months=list(months.items()),
        streak=streak(days, today),
    )


def last_months(today: date, count: int) -> list[date]:
    """Return the first days of the last `count` months, this one last."""
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
