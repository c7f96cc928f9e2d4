"""What a learner says of a session they attended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from .booking import Booking
from .person import Mentor
from .session import Session


class Review(models.Model):
    """One rating and comment a booking."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="review")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="reviews")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="reviews")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    rating = models.PositiveSmallIntegerField()
    comment = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["mentor", "-created_at"], name="review_of_mentor")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1) & Q(rating__lte=5), name="review_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rating} for {self.mentor_id}"
