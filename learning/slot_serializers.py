"""Free times and a mentor's own hours as JSON. Days and hours are local, moments are UTC."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from peerlearn.common.fields import IdField, ZoneField
from peerlearn.common.zones import iso_utc

from .hours import DAY_MINUTES, MOST_A_DAY, MOST_STRETCHES, minute_text
from .services.availability import (
    BOUNDS,
    LENGTHS,
    MOST_ABSENCES,
    MOST_DAYS,
    MOST_NOTE,
    STEPS,
)
from .services.slots import MOST_NOTE as MOST_WISH

LONGEST_WINDOW = 60
USUAL_WINDOW = 14
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)


class SlotsQuery(serializers.Serializer):
    """Which free times: a length, and a window of days in a zone."""

    minutes = serializers.IntegerField(
        required=False, min_value=1, max_value=DAY_MINUTES, help_text="One of the mentor's lengths."
    )
    zone = ZoneField(required=False, help_text="Whose days and clock; one's own unless given.")
    first_day = serializers.DateField(required=False, help_text="Today unless given.")
    days = serializers.IntegerField(default=USUAL_WINDOW, min_value=1, max_value=LONGEST_WINDOW)


class SlotOut(serializers.Serializer):
    """A free time."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    local = serializers.CharField(help_text="The start as the clock of `zone` shows it.")


class LengthOut(serializers.Serializer):
    """A length on offer."""

    minutes = serializers.IntegerField()
    price = serializers.IntegerField(help_text="Paise; 0 is free.")


class SlotsOut(serializers.Serializer):
    """One window of a mentor's free times; `next` and `previous` lead to those beside it."""

    mentor = IdField()
    bookable = serializers.BooleanField(help_text="False: no free time can be booked, ask instead.")
    zone = serializers.CharField()
    mentor_zone = serializers.CharField()
    minutes = serializers.IntegerField()
    price = serializers.IntegerField(help_text="Paise of one such time.")
    lengths = LengthOut(many=True)
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = SlotOut(many=True)


class SlotIn(serializers.Serializer):
    """A free time to book, and what the learner wants of it."""

    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=1, max_value=DAY_MINUTES)
    note = serializers.CharField(max_length=MOST_WISH, allow_blank=True, default="")


@extend_schema_field(serializers.RegexField(CLOCK.pattern, help_text="09:30; 24:00 ends the day."))
class ClockField(serializers.Field):
    """A time of day, to the minute, as minutes after midnight."""

    default_error_messages = {"invalid": "Write a time as 09:30; the end of a day is 24:00."}

    def to_internal_value(self, data: Any) -> int:
        """Return the minute of the day."""
        if not isinstance(data, str) or not CLOCK.fullmatch(data):
            self.fail("invalid")
        return int(data[:2]) * 60 + int(data[3:])

    def to_representation(self, value: int) -> str:
        """Return it as a clock shows it."""
        return minute_text(value)


class HoursRow(serializers.Serializer):
    """A stretch of a day."""

    start = ClockField()
    end = ClockField()


class WeekRow(HoursRow):
    """A stretch of a weekday."""

    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")


class DayRow(serializers.Serializer):
    """A date with hours of its own; without any it is closed."""

    day = serializers.DateField()
    hours = HoursRow(many=True)

    def validate_hours(self, rows: list[dict[str, int]]) -> list[dict[str, int]]:
        """Refuse more than a day has, before they are read one by one."""
        return _at_most(rows, MOST_A_DAY)


class AbsenceRow(serializers.Serializer):
    """Days away, the last one included."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    note = serializers.CharField(
        max_length=MOST_NOTE, allow_blank=True, default="", help_text="Only for oneself."
    )


class RulesRow(serializers.Serializer):
    """What a mentor asks for around a 1:1; minutes, and days for the horizon."""

    bookable = serializers.BooleanField(required=False)
    lengths = serializers.ListField(
        child=serializers.ChoiceField(LENGTHS),
        min_length=1,
        max_length=len(LENGTHS),
        required=False,
    )
    step = serializers.ChoiceField(STEPS, required=False)
    buffer_before = serializers.IntegerField(
        required=False, min_value=BOUNDS["buffer_before"][0], max_value=BOUNDS["buffer_before"][1]
    )
    buffer_after = serializers.IntegerField(
        required=False, min_value=BOUNDS["buffer_after"][0], max_value=BOUNDS["buffer_after"][1]
    )
    notice = serializers.IntegerField(
        required=False, min_value=BOUNDS["notice"][0], max_value=BOUNDS["notice"][1]
    )
    horizon = serializers.IntegerField(
        required=False, min_value=BOUNDS["horizon"][0], max_value=BOUNDS["horizon"][1]
    )


class AvailabilityBody(serializers.Serializer):
    """All that decides a mentor's free times; a PUT leaves alone what it does not name."""

    time_zone = ZoneField(help_text="Asia/Kolkata; the hours are on this clock.")
    week = WeekRow(many=True)
    days = DayRow(many=True, required=False)
    absences = AbsenceRow(many=True, required=False)
    rules = RulesRow(required=False)

    def validate_week(self, rows: list[dict[str, int]]) -> list[dict[str, int]]:
        """Refuse more than a week has."""
        return _at_most(rows, MOST_STRETCHES)

    def validate_days(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Want each date once."""
        if len({row["day"] for row in rows}) < len(rows):
            raise serializers.ValidationError("Name each date once.")
        return _at_most(rows, MOST_DAYS)

    def validate_absences(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse more than can be planned."""
        return _at_most(rows, MOST_ABSENCES)


def _at_most(rows: list[Any], most: int) -> list[Any]:
    if len(rows) > most:
        raise serializers.ValidationError(f"At most {most}.")
    return rows


def slot_json(at: datetime, minutes: int, zone: ZoneInfo) -> dict[str, str]:
    """Return a free time as JSON."""
    ends = at + timedelta(minutes=minutes)
    local = at.astimezone(zone).isoformat(timespec="seconds")
    return {"starts_at": iso_utc(at), "ends_at": iso_utc(ends), "local": local}
