"""What a session may be, field by field. Pure: values in, what is wrong with them out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from peerlearn.common.money import MIN_PAISE, format_inr

from .enums import Level

MOST_TITLE = 120
MOST_SUMMARY = 240
MOST_DESCRIPTION = 10_000
MOST_LANGUAGE = 40
SHORTEST, LONGEST = 15, 240
MOST_PAISE = 100_000 * 100
MOST_STEPS = 20
MOST_STEP_TITLE = 120
MOST_STEP_TEXT = 400
LONGEST_NOTICE = 7 * 24
HORIZON = timedelta(days=366)
# The fields of a session that its mentor writes.
FIELDS = (
    "title", "summary", "description", "domain", "skills", "level", "language", "starts_at",
    "minutes", "capacity", "price", "curriculum", "min_seats", "decide_hours", "cover",
)  # fmt: skip


def faults(values: Mapping[str, Any], *, now: datetime) -> dict[str, str]:
    """Return what is wrong with each of these values; what is absent or empty is not judged."""
    found = {field: _fault(field, value, now) for field, value in values.items()}
    if "capacity" in values and not found["capacity"] and not found.get("min_seats"):
        least = values.get("min_seats") or 0
        if least > values["capacity"]:
            found["min_seats"] = _("There can't be more learners than seats.")
    return {field: text for field, text in found.items() if text}


def _fault(field: str, value: Any, now: datetime) -> str:
    if value is None:
        missing = field not in ("domain", "starts_at", "cover")
        return _("This can't be empty.") if missing else ""
    if isinstance(value, str) and "\0" in value:
        return _("This holds a character that no text may hold.")
    check = _CHECKS.get(field)
    return check(value, now) if check else ""


def lacking(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what a draft must still say before it can be published, field by field."""
    needs = {
        "title": _("A session needs a title."),
        "summary": _("Say in one sentence what it is about."),
        "domain": _("Choose a topic."),
        "starts_at": _("Choose when it starts."),
    }
    return {field: text for field, text in needs.items() if not _said(values.get(field))}


def _said(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _length(most: int):
    def check(value: str, now: datetime) -> str:
        text = _("At most %(most)d characters; these are %(number)d.")
        too_long = len(value) > most
        return text % {"most": most, "number": len(value)} if too_long else ""

    return check


def _between(least: int, most: int, text: str):
    def check(value: Any, now: datetime) -> str:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and least <= value <= most else text % (least, most)

    return check


def _price(value: Any, now: datetime) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return _("A price is a whole number of paise.")
    if value != 0 and value < MIN_PAISE:
        return _("A seat is free or costs at least ₹1.")
    if value > MOST_PAISE:
        return _("A seat costs at most %s.") % format_inr(MOST_PAISE)
    return ""


def _seats(value: Any, now: datetime) -> str:
    most = settings.SESSION_MAX_SEATS
    return _between(1, most, _("A room carries %d to %d learners."))(value, now)


def _start(value: Any, now: datetime) -> str:
    if value <= now:
        return _("This time is over. Choose a later one.")
    if value > now + HORIZON:
        return _("This is more than a year ahead.")
    return ""


def _level(value: Any, now: datetime) -> str:
    return "" if value in Level.values else _("Choose one of the levels.")


def _steps(rows: Any, now: datetime) -> str:
    if len(rows) > MOST_STEPS:
        return _("At most %d steps.") % MOST_STEPS
    for place, (title, text, minutes) in enumerate(rows, start=1):
        if not title.strip():
            return _("Step %d needs a title.") % place
        if len(title) > MOST_STEP_TITLE or len(text) > MOST_STEP_TEXT:
            return _("Step %d is too long.") % place
        if "\0" in title + text:
            return _("Step %d holds a character that no text may hold.") % place
        if not 0 <= minutes <= LONGEST:
            return _("Step %(place)d takes 0 to %(most)d minutes.") % {
                "place": place,
                "most": LONGEST,
            }
    return ""


_CHECKS = {
    "title": _length(MOST_TITLE),
    "summary": _length(MOST_SUMMARY),
    "description": _length(MOST_DESCRIPTION),
    "language": _length(MOST_LANGUAGE),
    "level": _level,
    "starts_at": _start,
    "minutes": _between(SHORTEST, LONGEST, "A session takes %d to %d minutes."),
    "capacity": _seats,
    "price": _price,
    "curriculum": _steps,
    "min_seats": _between(0, 100, "From %d to %d learners."),
    "decide_hours": _between(1, LONGEST_NOTICE, "From %d to %d hours before the start."),
}
