"""A mentor answers a request with a time and a price."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import LIVE_OFFERS, OfferState
from .booking import Booking
from .person import Mentor
from .request import SessionRequest


class Offer(models.Model):
    """What a mentor would do; taken, it is a private session with a seat for who asked."""

    request = models.ForeignKey(SessionRequest, on_delete=models.PROTECT, related_name="offers")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="offers")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    price = models.PositiveBigIntegerField(help_text="Paise; 0 is free.")
    message = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.STANDING)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    booking = models.OneToOneField(
        Booking, on_delete=models.PROTECT, related_name="offer", null=True, blank=True
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["mentor", "state"], name="offer_of_mentor"),
            models.Index(
                fields=["expires_at"], condition=Q(state=OfferState.STANDING), name="offer_ends"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "mentor"],
                condition=Q(state__in=LIVE_OFFERS),
                name="offer_one_a_mentor",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state=OfferState.TAKEN), name="offer_taken_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.TAKEN) | Q(booking__isnull=False),
                name="offer_taken_has_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(price=0) | Q(price__gte=100), name="offer_price_free_or_payable"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=240), name="offer_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} for {self.request_id}"

    @property
    def ends_at(self):
        """Return when the session would end."""
        return self.starts_at + timedelta(minutes=self.minutes)
