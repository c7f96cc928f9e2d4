"""Somebody wants to hear when a mentor offers something."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from .person import Mentor


class Follow(models.Model):
    """One person follows one mentor, once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint("user", "mentor", name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.mentor_id}"
