"""The list of sessions as seven columns, one a day."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from learning.queries.catalogue import Found, Wanted
from learning.queries.catalogue.days import DAY
from learning.queries.catalogue.week import DAYS, Day, first_day, week_of
from peerlearn.common.clock import now


def context(found: Found, zone: ZoneInfo, address: Callable[[Wanted], str]) -> dict[str, Any]:
    """Return the week's days as (day, address of all of it), their cards, and the weeks beside."""
    first = first_day(found, zone)
    wanted = found.wanted
    today = now().astimezone(zone).date()

    def beginning(day: Any) -> str:
        return address(wanted.but(date="", since=day.isoformat(), until=""))

    def all_of(day: Day) -> str:
        return address(wanted.but(date=day.date.isoformat(), since="", until="", view=""))

    days = week_of(found, first, zone)
    return {
        "days": [(day, all_of(day)) for day in days],
        "cards": [card for day in days for card in day.cards],
        "today": today,
        "earlier": beginning(max(today, first - DAYS * DAY)) if first > today else "",
        "later": beginning(first + DAYS * DAY) if not wanted.until else "",
    }


def views(wanted: Wanted, address: Callable[[Wanted], str]) -> list[tuple[str, str, bool]]:
    """Return the ways to look at the list as (name, address, whether it is this one)."""
    return [
        ("list", address(wanted.but(view="")), not wanted.view),
        ("week", address(wanted.but(view="week", sort="")), wanted.view == "week"),
    ]
