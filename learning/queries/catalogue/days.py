"""Days and times of day in the viewer's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from peerlearn.common.clock import now

from .base import Words

DAY = timedelta(days=1)
DATES: dict[str, Words] = {
    "today": _("Today"),
    "tomorrow": _("Tomorrow"),
    "this-week": _("This week"),
    "weekend": _("This weekend"),
}
# Name, and the hours [first, last) of the viewer's clock; the night goes over midnight.
TIMES: dict[str, tuple[Words, int, int]] = {
    "morning": (_("Morning, 5 am to noon"), 5, 12),
    "afternoon": (_("Afternoon, noon to 5 pm"), 12, 17),
    "evening": (_("Evening, 5 to 10 pm"), 17, 22),
    "night": (_("Night, 10 pm to 5 am"), 22, 5),
}


def day_range(name: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return [start, end) of a key of DATES or an ISO date in `zone`; None if it is neither."""
    today = now().astimezone(zone).date()
    saturday = today if today.weekday() == 6 else today + (5 - today.weekday()) * DAY
    monday = today + (7 - today.weekday()) * DAY
    named = {
        "today": (today, today + DAY),
        "tomorrow": (today + DAY, today + 2 * DAY),
        "this-week": (today, monday),
        "weekend": (saturday, monday),
    }
    if name in named:
        first, last = named[name]
    elif one := iso_day(name):
        first, last = one, one + DAY
    else:
        return None
    return midnight(first, zone), midnight(last, zone)


def iso_day(text: str) -> date | None:
    """Return the day of an ISO date ("2026-11-21") of our time, else None."""
    if len(text) != len("2026-11-21"):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 < day.year < 2200 else None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when `day` begins in `zone`."""
    return datetime.combine(day, time.min, tzinfo=zone)


def day_label(text: str) -> str:
    """Return an ISO date as people write it: "Tue 24 Nov 2026"."""
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b %Y}"
