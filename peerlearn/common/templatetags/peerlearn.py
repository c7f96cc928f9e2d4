"""Template filters for money and time: {% load peerlearn %}."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..clock import now
from ..money import format_inr
from ..zones import clock_text, day_text, half_hour, iso_utc, when_text, zone_of

register = template.Library()


@register.filter
def inr(paise: int | None) -> str:
    """Show paise as rupees, the Indian way; nothing for None."""
    return "" if paise is None else format_inr(paise)


@register.filter
def price(paise: int) -> str:
    """Show what a seat costs: "Free" or the amount."""
    return format_inr(paise) if paise else "Free"


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """Show day, time and zone in the viewer's zone, machine-readable in UTC."""
    return _time(moment, when_text)


@register.filter
def day(moment: datetime | None) -> SafeString | str:
    """Show the day in the viewer's zone."""
    return _time(moment, day_text)


@register.filter
def clock_time(moment: datetime | None) -> SafeString | str:
    """Show the time of day and zone in the viewer's zone."""
    return _time(moment, clock_text)


@register.filter
def iso(moment: datetime | None) -> str:
    """Return the machine form of a moment, in UTC, for scripts and attributes."""
    return "" if moment is None else iso_utc(moment)


@register.filter
def field_time(moment: datetime) -> str:
    """Return a moment as a field of type datetime-local takes it, on the viewer's clock."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@register.filter
def ribbon_slot(moment: datetime) -> int:
    """Return the half hour (0-47) of the viewer's day, where the daylight ribbon has its notch."""
    return half_hour(moment, timezone.get_current_timezone())


@register.filter
def minutes_until(moment: datetime) -> int:
    """Return whole minutes from now until the moment, never below 0."""
    return max(0, int((moment - now()).total_seconds() // 60))


@register.filter
def clock_there(moment: datetime, zone: str) -> dict[str, str] | None:
    """Return the time on another's clock and how the day differs; None where both read the same."""
    here = moment.astimezone(timezone.get_current_timezone())
    there = moment.astimezone(zone_of(zone))
    if here.utcoffset() == there.utcoffset():
        return None
    days = (there.date() - here.date()).days
    word = {1: _("+1 day"), -1: _("-1 day")}.get(days, "")
    return {"clock": clock_text(moment, zone_of(zone)), "days": word}


def _time(moment: datetime | None, text: Callable[[datetime, Any], str]) -> SafeString | str:
    if moment is None:
        return ""
    zone = timezone.get_current_timezone()
    return format_html('<time datetime="{}">{}</time>', iso_utc(moment), text(moment, zone))
