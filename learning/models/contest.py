"""Somebody says that who was there and who was not is settled wrongly."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import BookingState, ContestState
from .booking import Booking


class Contest(models.Model):
    """What a learner or the mentor has to say against a booking's outcome, and the decision."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="contests")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contests"
    )
    words = models.CharField(max_length=1000)
    settled = models.CharField(
        max_length=20, choices=BookingState, help_text="What the booking was settled as."
    )
    state = models.CharField(max_length=8, choices=ContestState, default=ContestState.OPEN)
    answer = models.CharField(max_length=1000, blank=True, help_text="Both sides read it.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state=ContestState.OPEN),
                name="contest_queue",
            ),
        ]
        constraints = [
            models.UniqueConstraint("booking", "by", name="contest_once_a_person"),
            models.CheckConstraint(
                condition=Q(state=ContestState.OPEN) | Q(decided_at__isnull=False),
                name="contest_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.booking}"
