"""A learner's seat in a session."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from payments.models import Order
from peerlearn.common.clock import now

from ..enums import ACTIVE, BookingState
from .session import Session


class Booking(models.Model):
    """That a learner holds, has or had a seat."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings"
    )
    state = models.CharField(max_length=20, choices=BookingState, default=BookingState.HELD)
    price = models.PositiveBigIntegerField(help_text="Paise, as it stood when booked.")
    policy = models.JSONField(default=dict, help_text="Refund rules as they stood when booked.")
    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    first_joined_at = models.DateTimeField(null=True, blank=True)
    kept_out_at = models.DateTimeField(
        null=True, blank=True, help_text="When they had waited at a running class in vain."
    )
    attended_seconds = models.PositiveIntegerField(default=0)
    moves = models.PositiveSmallIntegerField(
        default=0, help_text="How often the learner took it to another time."
    )
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When its state or session last changed."
    )
    created_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["session", "state"], name="booking_of_session"),
            models.Index(fields=["learner", "state"], name="booking_of_learner"),
            models.Index(
                fields=["hold_expires_at"],
                condition=Q(state=BookingState.HELD),
                name="booking_holds",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "learner"],
                condition=Q(state__in=[*ACTIVE]),
                name="booking_once_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(state=BookingState.HELD) | Q(hold_expires_at__isnull=False),
                name="booking_hold_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} in {self.session}"

    def get_absolute_url(self) -> str:
        """Return the booking's own page: pay, status, what next."""
        return f"/bookings/{self.pk}/"
