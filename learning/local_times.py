"""From a time on somebody's wall to a moment. Pure."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from peerlearn.common.errors import DomainError
from peerlearn.common.zones import is_zone

FIELD = "starts_at"


class Wall(StrEnum):
    """How often a time of day comes on a date: once, never, or twice, as clocks are changed."""

    ONCE = "once"
    NEVER = "never"
    TWICE = "twice"


def on_the_wall(naive: datetime, zone: ZoneInfo) -> Wall:
    """Tell how often `naive` (without a zone) is the time in `zone`."""
    early, late = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return Wall.ONCE
    back = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return Wall.TWICE if back == naive else Wall.NEVER


def moment_of(naive: datetime, zone_name: str) -> datetime:
    """Return the moment, in UTC, when it is `naive` in a zone.

    Raises DomainError: no_such_zone, no_such_time (skipped when clocks go forward), time_twice.
    """
    if not is_zone(zone_name):
        text = _("There is no time zone “%s”.") % zone_name[:60]
        raise DomainError("no_such_zone", text, fields={"time_zone": text})
    zone = ZoneInfo(zone_name)
    found = on_the_wall(naive, zone)
    if found == Wall.NEVER:
        text = _("Clocks go forward that night; this time does not come. Choose another one.")
        raise DomainError("no_such_time", text, fields={FIELD: text})
    if found == Wall.TWICE:
        text = _("Clocks go back that night; this time comes twice. Choose another one.")
        raise DomainError("time_twice", text, fields={FIELD: text})
    return naive.replace(tzinfo=zone).astimezone(UTC)


def nearest(naive: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment in UTC for a time that repeats: one that is skipped comes after the gap.

    Of a time that comes twice it is the first.
    """
    return naive.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what the clock on the wall says at `moment`, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def shift(of: datetime, against: datetime, zone: ZoneInfo) -> timedelta:
    """Return how much later by the clock in `zone` `of` is than `against` was."""
    first, second = (wall_time(one, zone) for one in (against, of))
    minutes = (second.hour - first.hour) * 60 + second.minute - first.minute
    return timedelta(minutes=(minutes + 720) % 1440 - 720)
