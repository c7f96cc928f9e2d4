"""A learner's bookings and places in queues as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from peerlearn.common.fields import IdField

from .enums import BookingState
from .models import Booking, WaitlistEntry
from .queries import waitlist
from .serializers import SessionOut
from .services.leaving import refund_if_cancelled


class BookingOut(serializers.ModelSerializer):
    """A learner's seat."""

    session = SessionOut()
    url = serializers.CharField(source="get_absolute_url")
    hold_until = serializers.DateTimeField(source="hold_expires_at", allow_null=True)
    calendar = serializers.SerializerMethodField()

    class Meta:
        model = Booking
        fields = [
            "id", "url", "session", "state", "price", "policy", "hold_until", "moves",
            "attended_seconds", "created_at", "confirmed_at", "calendar",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(help_text="A calendar file of this booking."))
    def get_calendar(self, booking: Booking) -> str:
        """Return the path of its calendar file."""
        return f"{booking.get_absolute_url()}calendar.ics"


class BookingDetail(BookingOut):
    """A learner's seat, with what would come back now."""

    refund = serializers.SerializerMethodField()

    class Meta(BookingOut.Meta):
        fields = [*BookingOut.Meta.fields, "refund"]

    @extend_schema_field(serializers.IntegerField(help_text="Paise back if cancelled now."))
    def get_refund(self, booking: Booking) -> int:
        """Return what cancelling now would bring back; 0 for what is not confirmed."""
        return refund_if_cancelled(booking) if booking.state == BookingState.CONFIRMED else 0


class RefundOut(serializers.Serializer):
    """What would come back."""

    refund = serializers.IntegerField(help_text="Paise back if cancelled now.")
    at = serializers.DateTimeField(help_text="When this was worked out.")


class CancelBookingIn(serializers.Serializer):
    """The refund that was shown; with another one by now nothing happens."""

    refund = serializers.IntegerField(min_value=0, max_value=2**53)


class MoveBookingIn(serializers.Serializer):
    """Where the seat shall go: a session of the mentor, or for a 1:1 a free time."""

    session = IdField(required=False)
    starts_at = serializers.DateTimeField(
        required=False,
        help_text="The free time; with a session, the start of it you agree to, to the second.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Want at least one of the two."""
        if not attrs:
            raise serializers.ValidationError("Send a session or starts_at.")
        return attrs


class WaitOut(serializers.ModelSerializer):
    """A place in the queue for a full session."""

    session = serializers.IntegerField(source="session_id")
    place = serializers.SerializerMethodField()

    class Meta:
        model = WaitlistEntry
        fields = ["session", "state", "place", "created_at"]

    @extend_schema_field(serializers.IntegerField(help_text="1 is offered the next seat."))
    def get_place(self, entry: WaitlistEntry) -> int:
        """Return how many stand in the queue up to this one."""
        return waitlist.place_of(entry)
