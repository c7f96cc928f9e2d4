"""A mentor's week: stretches of weekdays in local minutes, checked and put into words. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerlearn.common.errors import DomainError

DAY_MINUTES = 24 * 60
MOST_A_DAY = 3
MOST_STRETCHES = 7 * MOST_A_DAY
WEEKDAYS: list[str | Promise] = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]


@dataclass(frozen=True, order=True)
class Stretch:
    """From `start` to `end` of a weekday (0 is Monday), in minutes after midnight; 1440 ends it."""

    weekday: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{minute_text(self.start)}–{minute_text(self.end)}"


def checked(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in order of the week, each once.

    Raises DomainError: hours_invalid (no such day, or it ends before it starts), hours_overlap,
    hours_too_many.
    """
    week = sorted(stretches)
    for one in week:
        if not (0 <= one.weekday <= 6 and 0 <= one.start < one.end <= DAY_MINUTES):
            raise _wrong("hours_invalid", _("Each stretch must end after it starts."))
    if any(count > MOST_A_DAY for count in Counter(one.weekday for one in week).values()):
        raise _wrong("hours_too_many", _("A day has at most %d stretches.") % MOST_A_DAY)
    for before, after in pairwise(week):
        if before.weekday == after.weekday and after.start < before.end:
            day = WEEKDAYS[after.weekday]
            message = _("On %(day)s %(first)s and %(second)s overlap.")
            raise _wrong("hours_overlap", message % {"day": day, "first": before, "second": after})
    return week


def minute_text(minute: int) -> str:
    """Return a minute of the day as a clock shows it: 570 -> "09:30"; the day's end is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def by_day(stretches: Iterable[Stretch]) -> list[tuple[str | Promise, str]]:
    """Return the days with hours and their stretches in words: [("Monday", "09:00–12:00")]."""
    week = sorted(stretches)
    return [
        (name, ", ".join(str(one) for one in week if one.weekday == number))
        for number, name in enumerate(WEEKDAYS)
        if any(one.weekday == number for one in week)
    ]


def _wrong(code: str, message: str) -> DomainError:
    return DomainError(code, message, fields={"hours": message})
