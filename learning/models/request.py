"""A learner asks for a session that does not exist yet."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from ..enums import RequestState
from .domain import Domain, Skill
from .person import Mentor


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
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["mentor", "state"], name="request_of_mentor")]

    def __str__(self) -> str:
        return self.title
