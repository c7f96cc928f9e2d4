"""What a learner says of a session they attended, and what the mentor answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import ReviewState, ReviewVerb
from .booking import Booking
from .person import Mentor
from .session import Session

# Each may be left out; the stars of the whole are `rating`.
SCORES = ("clarity", "preparation", "listening")


def _one_to_five(field: str) -> Q:
    return Q(**{f"{field}__gte": 1, f"{field}__lte": 5})


class Review(models.Model):
    """One rating and comment a booking, and one reply to it."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="review")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="reviews")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="reviews")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    state = models.CharField(max_length=9, choices=ReviewState, default=ReviewState.VISIBLE)
    rating = models.PositiveSmallIntegerField()
    clarity = models.PositiveSmallIntegerField(null=True, blank=True)
    preparation = models.PositiveSmallIntegerField(null=True, blank=True)
    listening = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(max_length=1000, blank=True)
    replied_at = models.DateTimeField(
        null=True, blank=True, help_text="When the reply was first written."
    )
    reply_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["mentor", "-created_at"], name="review_of_mentor")]
        constraints = [
            models.CheckConstraint(condition=_one_to_five("rating"), name="review_one_to_five"),
            models.CheckConstraint(
                condition=(Q(clarity=None) | _one_to_five("clarity"))
                & (Q(preparation=None) | _one_to_five("preparation"))
                & (Q(listening=None) | _one_to_five("listening")),
                name="review_scores_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(reply="") | Q(replied_at__isnull=False),
                name="review_reply_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} for {self.mentor_id}"

    @property
    def shown_reply(self) -> str:
        """Return the reply as anybody may read it."""
        return "" if self.reply_hidden else self.reply

    @property
    def scores(self) -> dict[str, int | None]:
        """Return the sub-scores by name."""
        return {name: getattr(self, name) for name in SCORES}


class ReviewChange(models.Model):
    """What a review was before somebody changed it; for staff, added to and never shown."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="changes")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Nobody where a rule did it.",
    )
    verb = models.CharField(max_length=12, choices=ReviewVerb)
    before = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.verb}: {self.review_id}"
