"""Waiting for a seat in a session that is full."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import WaitState
from .booking import Booking
from .session import Session


class WaitlistEntry(models.Model):
    """A learner's place in the queue for a session; who came first is the one with the lower id."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="waitlist")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="waits"
    )
    state = models.CharField(max_length=8, choices=WaitState, default=WaitState.WAITING)
    booking = models.OneToOneField(
        Booking,
        on_delete=models.PROTECT,
        related_name="waited",
        null=True,
        blank=True,
        help_text="The seat held for them once one came free.",
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "waitlist entries"
        indexes = [
            models.Index(
                fields=["session", "id"],
                condition=Q(state=WaitState.WAITING),
                name="waitlist_queue",
            ),
            models.Index(fields=["learner", "state"], name="waitlist_of_learner"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "learner"],
                condition=Q(state=WaitState.WAITING),
                name="waitlist_once_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(state=WaitState.OFFERED) | Q(booking__isnull=False),
                name="waitlist_offer_has_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} waits for {self.session}"
