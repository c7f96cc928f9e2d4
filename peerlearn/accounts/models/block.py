"""Somebody wants nothing to do with somebody."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from peerlearn.common.clock import now


class Block(models.Model):
    """One person keeps another away. Who is kept away is not told."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint("by", "person", name="block_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="block_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} blocks {self.person_id}"
