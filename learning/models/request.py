"""A learner asks for a session that does not exist yet."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import UNSETTLED, RequestState
from .domain import Domain, Skill
from .person import Mentor


def in_some_days() -> datetime:
    """Return when a request ends of which nothing else is known."""
    return now() + timedelta(days=settings.REQUEST_DAYS)


class SessionRequest(models.Model):
    """What a learner would like to learn, from one mentor or from anybody who can."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="session_requests"
    )
    mentor = models.ForeignKey(
        Mentor, on_delete=models.PROTECT, related_name="requests", null=True, blank=True
    )
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="requests")
    skills = models.ManyToManyField(Skill, related_name="requests", blank=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    times = models.JSONField(default=list, help_text="Proposed starts, ISO 8601 in UTC.")
    budget = models.PositiveBigIntegerField(default=0, help_text="Paise; 0 is open.")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    mentors_asked = models.PositiveSmallIntegerField(
        default=0, help_text="How many mentors were told of it."
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was declined.")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(default=in_some_days)
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text="When a mentor first answered."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    passed_by = models.ManyToManyField(
        Mentor, related_name="passed_requests", blank=True, help_text="Who leaves it to others."
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["mentor", "state"], name="request_of_mentor"),
            models.Index(fields=["learner", "-created_at"], name="request_of_learner"),
            models.Index(
                fields=["expires_at"], condition=Q(state=RequestState.OPEN), name="request_ends"
            ),
            models.Index(
                fields=["domain", "-created_at"],
                condition=Q(state=RequestState.OPEN, mentor=None),
                name="request_to_all",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "mentor"],
                condition=Q(state__in=UNSETTLED),
                name="request_one_a_mentor",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the request's own page, for both sides."""
        return f"/requests/{self.pk}/"

    @property
    def starts(self) -> list[datetime]:
        """Return the proposed starts, in order."""
        return [datetime.fromisoformat(text) for text in self.times]


class RequestMessage(models.Model):
    """A line of the talk between who asked and one mentor."""

    request = models.ForeignKey(SessionRequest, on_delete=models.CASCADE, related_name="messages")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["request", "mentor"], name="message_of_request")]

    def __str__(self) -> str:
        return f"{self.author_id} about {self.request_id}"
