"""What a mentor changes about when they can be booked; the usual week is services/teaching.py."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.common.zones import zone_of

from ..hours import Stretch, checked
from ..models import DateHours, Mentor, SlotRules, TimeOff
from ..signals import mentor_changed
from . import teaching

MOST_DAYS = 200
MOST_ABSENCES = 50
MOST_NOTE = 80
AHEAD = timedelta(days=2 * 366)
KEPT = timedelta(days=7)

LENGTHS = (15, 20, 30, 45, 60, 90, 120)
STEPS = (15, 20, 30, 45, 60)
# Field of SlotRules: the least and the most it may be.
BOUNDS = {
    "buffer_before": (0, 120),
    "buffer_after": (0, 120),
    "notice": (0, 14 * 24 * 60),
    "horizon": (1, 180),
}


@transaction.atomic
def set_days(*, user: User, days: Mapping[date, Iterable[tuple[int, int]]]) -> None:
    """Give dates hours of their own: stretches in minutes of the local day, none closes the day.

    Other dates stay as they are. Raises NotFound("no_mentor"), DomainError: day_invalid,
    days_too_many, and what `hours.checked` raises; then nothing was changed.
    """
    mentor = locked_mentor(user)
    rows = [row for day, hours in days.items() for row in _rows_of_day(mentor, day, hours)]
    own = DateHours.objects.filter(mentor=mentor)
    own.filter(day__lt=today(mentor) - KEPT).delete()
    own.filter(day__in=list(days)).delete()
    if len(days) + own.values("day").distinct().count() > MOST_DAYS:
        message = _("At most %d dates can have hours of their own.") % MOST_DAYS
        raise DomainError("days_too_many", message, fields={"day": message})
    DateHours.objects.bulk_create(rows)
    mentor_changed.send(Mentor, mentor_id=mentor.pk)


def _rows_of_day(mentor: Mentor, day: date, hours: Iterable[tuple[int, int]]) -> list[DateHours]:
    _check_day(mentor, day, "day")
    own = checked(Stretch(day.weekday(), opens, closes) for opens, closes in hours)
    spans = [(one.start, one.end) for one in own] or [(0, 0)]
    return [
        DateHours(mentor=mentor, day=day, start_minute=opens, end_minute=closes)
        for opens, closes in spans
    ]


@transaction.atomic
def clear_days(*, user: User, days: Iterable[date]) -> None:
    """Let dates follow the usual week again; those that do already stay so."""
    mentor = locked_mentor(user)
    DateHours.objects.filter(mentor=mentor, day__in=list(days)).delete()
    mentor_changed.send(Mentor, mentor_id=mentor.pk)


@transaction.atomic
def add_time_off(*, user: User, first_day: date, last_day: date, note: str = "") -> TimeOff:
    """Close all days from `first_day` to `last_day`, in the mentor's zone; the same twice is once.

    Sessions that stand already stay. Raises NotFound("no_mentor"), DomainError: day_invalid,
    time_off_too_many, note_invalid.
    """
    mentor = locked_mentor(user)
    _check_day(mentor, last_day, "last_day")
    if last_day < first_day:
        message = _("The last day comes before the first.")
        raise DomainError("day_invalid", message, fields={"last_day": message})
    if len(note) > MOST_NOTE or "\0" in note:
        message = _("A note has at most %d characters.") % MOST_NOTE
        raise DomainError("note_invalid", message, fields={"note": message})
    own = TimeOff.objects.filter(mentor=mentor)
    own.filter(last_day__lt=today(mentor) - KEPT).delete()
    same = own.filter(first_day=first_day, last_day=last_day).first()
    if same is None and own.count() >= MOST_ABSENCES:
        message = _("At most %d absences can be planned.") % MOST_ABSENCES
        raise DomainError("time_off_too_many", message, fields={"first_day": message})
    absence = same or TimeOff(mentor=mentor, first_day=first_day, last_day=last_day)
    absence.note = note.strip()
    absence.save()
    return absence


@transaction.atomic
def remove_time_off(*, user: User, time_off_id: int) -> None:
    """Take an absence back; one that is gone already changes nothing, nor somebody else's."""
    TimeOff.objects.filter(mentor=locked_mentor(user), pk=time_off_id).delete()


@transaction.atomic
def set_rules(*, user: User, **changes: Any) -> SlotRules:
    """Change what a mentor asks for around a 1:1; fields of SlotRules, the others stay.

    Raises NotFound("no_mentor"), DomainError("rules_invalid") with the fields that are wrong.
    """
    mentor = locked_mentor(user)
    faults = {name: text for name, value in changes.items() if (text := _fault(name, value))}
    if faults:
        raise DomainError("rules_invalid", next(iter(faults.values())), fields=faults)
    rules = SlotRules.objects.filter(mentor=mentor).first() or SlotRules(mentor=mentor)
    for name, value in changes.items():
        setattr(rules, name, sorted(set(value)) if name == "lengths" else value)
    rules.save()
    mentor_changed.send(Mentor, mentor_id=mentor.pk)
    return rules


@transaction.atomic
def replace(
    *,
    user: User,
    time_zone: str,
    week: Iterable[Stretch],
    days: Mapping[date, Iterable[tuple[int, int]]] | None = None,
    absences: Iterable[tuple[date, date, str]] | None = None,
    rules: Mapping[str, Any] | None = None,
) -> None:
    """Store all of a mentor's availability at once, or nothing; what is None stays as it is.

    Dates and absences that are given replace all others to come. Raises what the single changes do.
    """
    mentor = locked_mentor(user)
    teaching.update_hours(user=user, week=week, time_zone=time_zone)
    mentor.user.time_zone = user.time_zone
    first = today(mentor)
    if days is not None:
        DateHours.objects.filter(mentor=mentor, day__gte=first).delete()
        set_days(user=user, days=days)
    if absences is not None:
        TimeOff.objects.filter(mentor=mentor, last_day__gte=first).delete()
        for first_day, last_day, note in absences:
            add_time_off(user=user, first_day=first_day, last_day=last_day, note=note)
    if rules is not None:
        set_rules(user=user, **rules)


def _fault(name: str, value: Any) -> str:
    if name in BOUNDS:
        least, most = BOUNDS[name]
        fits = _whole(value) and least <= value <= most
        return "" if fits else _("From %(least)d to %(most)d.") % {"least": least, "most": most}
    if name == "step":
        return "" if _whole(value) and value in STEPS else _("Choose one of the steps.")
    if name == "lengths":
        fits = isinstance(value, list | tuple | set) and value
        if fits and all(_whole(one) and one in LENGTHS for one in value):
            return ""
        return _("Choose at least one of the lengths.")
    if name == "bookable":
        return "" if isinstance(value, bool) else _("Say yes or no.")
    return _("There is no such rule.")


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def today(mentor: Mentor) -> date:
    """Return the day it is where the mentor is."""
    return now().astimezone(zone_of(mentor.user.time_zone)).date()


def _check_day(mentor: Mentor, day: date, name: str) -> None:
    first = today(mentor)
    if day < first:
        message = _("This day is over.")
    elif day > first + AHEAD:
        message = _("This is more than two years ahead.")
    else:
        return
    raise DomainError("day_invalid", message, fields={name: message})


def locked_mentor(user: User) -> Mentor:
    """Return somebody's row as a mentor, locked: of two who change hours at once one waits.

    Raises NotFound("no_mentor").
    """
    rows = Mentor.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    mentor = rows.filter(user=user).first()
    if mentor is None:
        raise NotFound("no_mentor", _("You are no mentor."))
    return mentor
