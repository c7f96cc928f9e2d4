"""What the gateway told us, once for each event."""

from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now


class WebhookEvent(models.Model):
    """A webhook whose signature was right; unprocessed ones are tried again by the sweep."""

    event_id = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=60)
    body = models.JSONField()
    received_at = models.DateTimeField(default=now)
    processed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(
        null=True, blank=True, help_text="Parked until then; empty: at once, or never again."
    )
    redacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(processed_at=None), name="webhook_parked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
