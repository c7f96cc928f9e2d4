"""Which session of the demo happens when, and what becomes of it. Pure: same anchor, same plan."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .library import FIXED_LEARNERS, Lesson, MentorText, lessons, mentors

PAST_DAYS = 42
AHEAD_DAYS = 21
# People teach before work, at lunch and in the evening of their own day.
HOURS = ((7, 0), (8, 30), (11, 0), (13, 0), (17, 30), (18, 30), (19, 30), (20, 30))
WEIGHTS = (1, 1, 2, 1, 2, 4, 4, 2)
# A top-up owns the hour around the load.
CLEAR = timedelta(minutes=80)


class Fate(StrEnum):
    """What becomes of a session."""

    TAUGHT = "taught"
    AHEAD = "ahead"
    FULL = "full"
    DRAFT = "draft"
    CANCELLED = "cancelled"
    PRIVATE = "private"


# Every lesson is given three times: once past, once ahead, and once as the turn says.
_TURNS = (
    Fate.DRAFT, Fate.TAUGHT, Fate.AHEAD, Fate.CANCELLED,
    Fate.FULL, Fate.PRIVATE, Fate.TAUGHT, Fate.AHEAD,
)  # fmt: skip


@dataclass(frozen=True)
class Showing:
    """One session to make; `reviews` are the numbers of the lesson's reviews told of it.

    A `guest` (key of a learner) has a seat whatever happens, and says nothing afterwards.
    """

    lesson: Lesson
    fate: Fate
    starts_at: datetime
    reviews: tuple[int, ...] = ()
    guest: str = ""


class _Diary:
    """Which days each mentor still has free, so that nobody teaches two sessions at once."""

    def __init__(self, anchor: datetime) -> None:
        self.anchor = anchor
        self.dice = random.Random(20)  # noqa: S311  (a plan, not a secret)
        self.taken: set[tuple[str, date]] = set()

    def find(self, mentor: MentorText, wanted: int) -> datetime:
        """Return a free start near `wanted` days from the anchor, on the same side of it."""
        step = 1 if wanted >= 0 else -1
        zone = ZoneInfo(mentor.zone)
        today = self.anchor.astimezone(zone).date()
        for days in range(wanted, wanted + 60 * step, step):
            day = today + timedelta(days=days)
            if (mentor.key, day) in self.taken:
                continue
            start = self._hour(day, zone, ahead=step > 0)
            if start is not None:
                self.taken.add((mentor.key, day))
                return start
        raise ValueError(f"no free day for {mentor.key}")

    def _hour(self, day: date, zone: ZoneInfo, *, ahead: bool) -> datetime | None:
        starts = [datetime(day.year, day.month, day.day, *hour, tzinfo=zone) for hour in HOURS]
        fit = [
            (start.astimezone(UTC), weight)
            for start, weight in zip(starts, WEIGHTS, strict=True)
            if (start > self.anchor + CLEAR if ahead else start < self.anchor - 3 * CLEAR)
        ]
        if not fit:
            return None
        return self.dice.choices([s for s, _ in fit], weights=[w for _, w in fit])[0]


def _turn(lesson: Lesson, number: int) -> Fate:
    # With one seat a session has one review at most, so the second needs a second session.
    return Fate.TAUGHT if lesson.seats == 1 else _TURNS[number % len(_TURNS)]


def _parts(lesson: Lesson, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Share out a lesson's reviews between the past session and, if there is one, a second."""
    # Not every lesson is talked about equally.
    told = tuple(range(len(lesson.reviews)))[: (None, 2, 1, None, 2, None, None)[number % 7]]
    second = _turn(lesson, number) == Fate.TAUGHT
    return (told[:-1], told[-1:]) if second else (told, ())


def showings(anchor: datetime) -> list[Showing]:
    """Return the sessions around `anchor` (aware), the past first; more of them soon than late."""
    diary = _Diary(anchor)
    who = {mentor.key: mentor for mentor in mentors()}
    numbered = list(enumerate(lessons()))
    diary.dice.shuffle(numbered)
    count = len(numbered)
    plan = []
    for place, (number, lesson) in enumerate(numbered):
        mentor = who[lesson.mentor]
        turn = _turn(lesson, number)
        first, second = _parts(lesson, number)
        ago = -1 - int((PAST_DAYS - 1) * (place / count))
        soon = int(AHEAD_DAYS * (place / count) ** 1.6)
        plan.append(Showing(lesson, Fate.TAUGHT, diary.find(mentor, ago), first))
        plan.append(Showing(lesson, Fate.AHEAD, diary.find(mentor, soon)))
        late = -4 - place % 30 if turn == Fate.TAUGHT else 1 + (place * 7) % (AHEAD_DAYS - 1)
        plan.append(Showing(lesson, turn, diary.find(mentor, late), second))
    plan.sort(key=lambda showing: showing.starts_at)
    return _with_guests(plan, anchor)


def _with_guests(plan: list[Showing], anchor: datetime) -> list[Showing]:
    """Give the learners people log in as something to come soon and something to review."""
    room = {Fate.TAUGHT: lambda one: one.lesson.seats > len(one.reviews) + 1}
    lately, tomorrow = anchor - timedelta(days=9), anchor + timedelta(hours=16)
    wanted = [
        (key, fate, since)
        for key in FIXED_LEARNERS
        for fate, since in ((Fate.TAUGHT, lately), (Fate.AHEAD, tomorrow))
    ]
    for key, fate, since in wanted:
        fits = room.get(fate, lambda one: one.lesson.seats > 1 and one.lesson.price > 0)
        place = next(
            number
            for number, one in enumerate(plan)
            if one.fate == fate
            and one.starts_at > since
            and one.lesson.language == "English"
            and not one.guest
            and fits(one)
        )
        plan[place] = replace(plan[place], guest=key)
    return plan
