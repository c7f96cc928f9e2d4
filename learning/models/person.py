"""The rows that make a person a mentor or a learner."""

from decimal import Decimal

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from ..enums import Vetting
from .domain import Domain, Skill


def mean_rating(total: int, count: int) -> float | None:
    """Return the mean of `count` ratings to one decimal, None without any."""
    return float(round(Decimal(total) / count, 1)) if count else None


class Mentor(models.Model):
    """What the rules need to know of a mentor; what people read is on the mentor's page."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor"
    )
    slug = models.SlugField(max_length=80, unique=True)
    headline = models.CharField(max_length=140, blank=True)
    domains = models.ManyToManyField(Domain, related_name="mentors", blank=True)
    skills = models.ManyToManyField(Skill, related_name="mentors", blank=True)
    languages = models.JSONField(default=list, blank=True)
    hourly_price = models.PositiveBigIntegerField(default=0, help_text="Paise an hour.")
    vetting = models.CharField(max_length=10, choices=Vetting, default=Vetting.DRAFT)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    sessions_taught = models.PositiveIntegerField(default=0)
    last_active_at = models.DateTimeField(null=True, blank=True)
    requests_paused_until = models.DateTimeField(
        null=True, blank=True, help_text="Takes no new requests before then."
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["vetting", "-rating_count"], name="mentor_listing")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hourly_price=0) | models.Q(hourly_price__gte=100),
                name="mentor_price_free_or_payable",
            ),
            models.CheckConstraint(
                condition=models.Q(rating_sum__gte=models.F("rating_count"))
                & models.Q(rating_sum__lte=5 * models.F("rating_count")),
                name="mentor_rating_possible",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        """Return the mentor's public page."""
        return f"/mentors/{self.slug}/"

    @property
    def rating(self) -> float | None:
        """Return the mean rating to one decimal, None without reviews."""
        return mean_rating(self.rating_sum, self.rating_count)


class Learner(models.Model):
    """What a learner wants."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learner"
    )
    about = models.CharField(max_length=500, blank=True)
    interests = models.ManyToManyField(Skill, related_name="learners", blank=True)

    def __str__(self) -> str:
        return self.user.name
