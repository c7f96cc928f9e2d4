"""What mentors send about their sessions, and what they get back."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework import serializers

from peerlearn.common.errors import DomainError
from peerlearn.common.fields import SlugKey

from .enums import Level
from .local_times import moment_of
from .models import Domain, Skill
from .session_rules import (
    LONGEST_NOTICE,
    MOST_DESCRIPTION,
    MOST_LANGUAGE,
    MOST_STEP_TEXT,
    MOST_STEP_TITLE,
    MOST_SUMMARY,
    MOST_TITLE,
)

MOST_SKILLS = 10
WHEN = "With its offset, or as the clock shows it together with `time_zone`."


class Moment(serializers.DateTimeField):
    """A moment with its offset; without one it waits for the zone beside it."""

    def to_internal_value(self, value: Any) -> datetime:
        """Return the time as it was sent, aware or naive."""
        try:
            found = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        if found is None:
            self.fail("invalid", format="2026-11-24T19:30:00+05:30")
        return found


class TimeIn(serializers.Serializer):
    """When, on whose clock."""

    starts_at = Moment(help_text=WHEN)
    time_zone = serializers.CharField(max_length=64, required=False, help_text="Asia/Kolkata.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return `starts_at` as a moment; 400 for a time that does not come, or comes twice."""
        zone, start = data.pop("time_zone", None), data.get("starts_at")
        if start is not None and start.tzinfo is None:
            if zone is None:
                text = "Send the offset, or `time_zone`."
                raise serializers.ValidationError({"starts_at": text})
            try:
                data["starts_at"] = moment_of(start, zone)
            except (DomainError, OverflowError) as error:
                fields = getattr(error, "fields", {}) or {"starts_at": "This is no time."}
                raise serializers.ValidationError(fields) from error
        return data


class MoveIn(TimeIn):
    """Another time for a session."""

    minutes = serializers.IntegerField(required=False, help_text="As before unless given.")


class StepIn(serializers.Serializer):
    """A step of the curriculum."""

    title = serializers.CharField(max_length=MOST_STEP_TITLE)
    text = serializers.CharField(max_length=MOST_STEP_TEXT, allow_blank=True, default="")
    minutes = serializers.IntegerField(min_value=0, default=0)


class SessionIn(TimeIn):
    """What a mentor writes about a session; a draft may lack any of it."""

    title = serializers.CharField(max_length=MOST_TITLE, allow_blank=True, required=False)
    summary = serializers.CharField(max_length=MOST_SUMMARY, allow_blank=True, required=False)
    description = serializers.CharField(
        max_length=MOST_DESCRIPTION, allow_blank=True, required=False, trim_whitespace=False
    )
    topic = SlugKey(
        slug_field="slug",
        queryset=Domain.objects.all(),
        allow_null=True,
        required=False,
        source="domain",
    )
    skills = serializers.ListField(
        child=SlugKey(slug_field="slug", queryset=Skill.objects.all()),
        max_length=MOST_SKILLS,
        required=False,
    )
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    language = serializers.CharField(max_length=MOST_LANGUAGE, required=False)
    starts_at = Moment(required=False, allow_null=True, help_text=WHEN)
    minutes = serializers.IntegerField(required=False)
    capacity = serializers.IntegerField(required=False)
    price = serializers.IntegerField(required=False, help_text="Paise a seat; 0 is free.")
    curriculum = StepIn(many=True, required=False)
    min_seats = serializers.IntegerField(
        required=False, help_text="Fewer learners and it is cancelled; 0 sets no minimum."
    )
    decide_hours = serializers.IntegerField(
        required=False,
        help_text=f"Hours before the start when that is decided, 1 to {LONGEST_NOTICE}.",
    )

    def validate_curriculum(self, rows: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
        """Return the steps as rows."""
        return [(row["title"], row["text"], row["minutes"]) for row in rows]


class EditIn(SessionIn):
    """Fields to change, and the version they were changed in."""

    version = serializers.IntegerField(min_value=1)


class PublishIn(serializers.Serializer):
    """Which version to publish; whatever stands if none is given."""

    version = serializers.IntegerField(min_value=1, required=False)


class CancelIn(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=300, help_text="Every learner reads it.")


class AutosaveOut(serializers.Serializer):
    """The version to send next, and what was not stored, field by field."""

    version = serializers.IntegerField()
    left_out = serializers.DictField(child=serializers.CharField())


class CancelOut(serializers.Serializer):
    """What cancelling gives back."""

    session = serializers.IntegerField()
    state = serializers.CharField()
    learners = serializers.IntegerField(help_text="How many had a seat.")
    refunded = serializers.IntegerField(help_text="Paise.")
