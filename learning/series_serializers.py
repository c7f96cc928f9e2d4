"""Series as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from peerlearn.common.zones import is_zone

from .local_times import Wall
from .models import SessionSeries
from .queries.series import Planned
from .repeating import MOST_WEEKS
from .serializers import SessionOut


class ZoneField(serializers.CharField):
    """The name of a time zone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": 64} | kwargs))

    def to_internal_value(self, data: Any) -> str:
        """Return the name; 400 for a zone that there is not."""
        name = super().to_internal_value(data)
        if not is_zone(name):
            raise serializers.ValidationError("There is no such time zone.")
        return name


class DatesIn(serializers.Serializer):
    """For how many weeks, at whose time of day, and in which zone to look at it."""

    weeks = serializers.IntegerField(min_value=2, max_value=MOST_WEEKS)
    time_zone = ZoneField(help_text="The time of day stays the same here: Asia/Kolkata.")
    there = ZoneField(default="UTC", help_text="Whose clock tells `moved_there_minutes`.")


class RepeatIn(serializers.Serializer):
    """How to repeat."""

    weeks = serializers.IntegerField(min_value=2, max_value=MOST_WEEKS)
    time_zone = ZoneField(help_text="The time of day stays the same here: Asia/Kolkata.")
    leave_out = serializers.BooleanField(
        default=False, help_text="Leave out the dates that overlap; otherwise none is made."
    )


class DateOut(serializers.Serializer):
    """One date of a series to be, and what clocks do to it."""

    starts_at = serializers.DateTimeField(source="date.starts_at")
    ends_at = serializers.DateTimeField()
    wall = serializers.ChoiceField(
        choices=[*Wall],
        source="date.wall",
        help_text="How often its time of day comes that day; `never` is after the gap.",
    )
    moved_there_minutes = serializers.SerializerMethodField(
        help_text="How much later than the first it is by the other zone's clock."
    )
    overlaps = serializers.SerializerMethodField(help_text="One's own session in its way.")

    @extend_schema_field(serializers.IntegerField())
    def get_moved_there_minutes(self, one: Planned) -> int:
        """Return the shift in minutes."""
        return int(one.date.moved_there.total_seconds() // 60)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_overlaps(self, one: Planned) -> int | None:
        """Return its id."""
        return one.clash.pk if one.clash else None


class SeriesOut(serializers.ModelSerializer):
    """A series with its sessions, soonest first."""

    sessions = SessionOut(many=True)

    class Meta:
        model = SessionSeries
        fields = ["id", "time_zone", "weeks", "created_at", "sessions"]


class SeriesEnded(serializers.Serializer):
    """What came of cancelling the rest."""

    cancelled = serializers.IntegerField()
    deleted = serializers.IntegerField(help_text="Drafts.")
    learners = serializers.IntegerField(help_text="How many had a seat.")
    refunded = serializers.IntegerField(help_text="Paise.")


class RestIn(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(
        max_length=300, required=False, default="", help_text="Every learner reads it."
    )
