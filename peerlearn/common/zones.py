"""Whose clock a time is shown in, and how it is written."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from .clock import now

COOKIE = "tz"
MOST_YEARS = 3
RENAMED = {
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Dacca": "Asia/Dhaka",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
}


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Tell whether `name` is an IANA zone this machine knows."""
    return name in _names()


def modern(name: str) -> str:
    """Return today's name of a zone that browsers still call by an old one."""
    return RENAMED.get(name, name)


def zone_names() -> list[str]:
    """Return the zones that are places, in order (Asia/Kolkata, not Etc/GMT+5), and UTC.

    Browsers do tell UTC; a list without it would show them the first place instead.
    """
    places = sorted(name for name in _names() if "/" in name and not name.startswith("Etc/"))
    return [*places, "UTC"]


def site_zone() -> ZoneInfo:
    """Return the zone used for people of whom nothing is known."""
    return ZoneInfo(settings.SITE_TIME_ZONE)


def zone_of(name: str) -> ZoneInfo:
    """Return the zone called `name`, or the site's if there is no such zone."""
    return ZoneInfo(name) if is_zone(name) else site_zone()


def viewer_zone(request: HttpRequest) -> ZoneInfo:
    """Return the zone of who looks: the account's, else the `tz` cookie's, else the site's."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.time_zone:
        return zone_of(user.time_zone)
    return zone_of(request.COOKIES.get(COOKIE, ""))


def clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time of day with its zone's name: "7:30 pm IST"."""
    local = moment.astimezone(zone)
    hour = local.strftime("%I").lstrip("0")
    half = "am" if local.hour < 12 else "pm"
    return f"{hour}:{local:%M} {half} {zone_name(local)}"


def day_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return the day: "Tue 24 Nov"."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"


def when_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return day, time and zone: "Tue 24 Nov, 7:30 pm IST"."""
    return f"{day_text(moment, zone)}, {clock_text(moment, zone)}"


def zone_name(local: datetime) -> str:
    """Return the short name of the zone `local` stands in: IST, or UTC+4 where it has none."""
    name = local.strftime("%Z")
    if name and name[0].isalpha():
        return name
    offset = local.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def iso_utc(moment: datetime) -> str:
    """Return the machine form of a moment, in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_in(text: str) -> datetime | None:
    """Return the moment an address or a hidden field names, in UTC; None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or abs(moment.year - now().year) > MOST_YEARS:
        return None
    return moment.astimezone(UTC)


def half_hour(moment: datetime, zone: ZoneInfo) -> int:
    """Return which half hour (0-47) of the viewer's day the moment falls in."""
    local = moment.astimezone(zone)
    return local.hour * 2 + local.minute // 30
