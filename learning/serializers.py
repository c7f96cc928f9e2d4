"""Learning as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from payments.serializers import Checkout
from peerlearn.common.fields import IdField
from peerlearn.common.zones import iso_utc

from .enums import BookingState
from .models import Booking, Session


class Teacher(serializers.Serializer):
    """Who teaches."""

    name = serializers.CharField()
    url = serializers.CharField()
    rating = serializers.FloatField(allow_null=True, help_text="1 to 5 stars, null without any.")
    reviews = serializers.IntegerField()


class Step(serializers.Serializer):
    """A step of a session's curriculum."""

    title = serializers.CharField()
    text = serializers.CharField()
    minutes = serializers.IntegerField()


class SessionOut(serializers.ModelSerializer):
    """A session as anybody may see it."""

    url = serializers.CharField(source="get_absolute_url")
    mentor = serializers.SerializerMethodField()
    topic = serializers.CharField(source="domain.slug", allow_null=True)
    seats_left = serializers.IntegerField()
    minutes = serializers.IntegerField()

    class Meta:
        model = Session
        fields = [
            "id", "url", "title", "summary", "topic", "level", "language", "state", "mentor",
            "starts_at", "ends_at", "minutes", "capacity", "seats_left", "price",
        ]  # fmt: skip

    @extend_schema_field(Teacher)
    def get_mentor(self, session: Session) -> dict[str, Any]:
        """Return who teaches: name, page and rating."""
        mentor = session.mentor
        return {
            "name": mentor.user.name,
            "url": mentor.get_absolute_url(),
            "rating": mentor.rating,
            "reviews": mentor.rating_count,
        }


class SessionDetail(SessionOut):
    """A session with its description and curriculum."""

    skills = serializers.SlugRelatedField("slug", many=True, read_only=True)
    curriculum = serializers.SerializerMethodField()
    decides_at = serializers.DateTimeField(
        allow_null=True, help_text="When `min_seats` must be met; null without a minimum."
    )

    materials = serializers.IntegerField(
        source="materials.count", help_text="How many; see /api/sessions/{id}/materials/."
    )

    class Meta(SessionOut.Meta):
        fields = [
            *SessionOut.Meta.fields, "kind", "description", "skills", "curriculum", "materials",
            "min_seats", "decide_hours", "decides_at", "goes_ahead_at", "cancel_reason", "version",
        ]  # fmt: skip

    @extend_schema_field(Step(many=True))
    def get_curriculum(self, session: Session) -> list[dict[str, Any]]:
        """Return the steps in order."""
        return [
            {"title": item.title, "text": item.text, "minutes": item.minutes}
            for item in session.curriculum.all()
        ]


class SeenIn(serializers.Serializer):
    """The start that was seen; with another one by now nothing is booked."""

    starts_at = serializers.DateTimeField(required=False, help_text="To the second.")


class BookIn(SeenIn):
    """Which session to book; a price sent along is ignored, the session's counts."""

    session = IdField()


class OrderSummary(serializers.Serializer):
    """What is to be paid for a seat."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    amount = serializers.IntegerField(required=False, help_text="Paise.")


class BookOut(serializers.Serializer):
    """A booking: what stands, until when it is held, and how to pay it."""

    booking = serializers.IntegerField()
    session = serializers.IntegerField()
    state = serializers.ChoiceField(choices=BookingState.choices)
    hold_until = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField()
    order = OrderSummary(allow_null=True, help_text="Null for a free seat.")
    checkout = Checkout(allow_null=True, help_text="Null when there is nothing to pay now.")


class ReadyIn(serializers.Serializer):
    """Ready, or not after all."""

    on = serializers.BooleanField(default=True)


class ReadyOut(serializers.Serializer):
    """Who is ready for a session."""

    session = serializers.IntegerField()
    state = serializers.CharField()
    role = serializers.CharField()
    ready = serializers.BooleanField()
    mentor_ready = serializers.BooleanField()
    learners_ready = serializers.IntegerField()
    learners = serializers.IntegerField()
    opens_at = serializers.DateTimeField()
    join_url = serializers.CharField()


def booking_json(
    booking: Booking, *, order: dict[str, Any] | None, checkout: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the answer to a booking: what stands, until when, and how to pay it."""
    held = booking.hold_expires_at
    return {
        "booking": booking.pk,
        "session": booking.session_id,
        "state": booking.state,
        "hold_until": iso_utc(held) if held else None,
        "url": booking.get_absolute_url(),
        "order": order,
        "checkout": checkout,
    }
