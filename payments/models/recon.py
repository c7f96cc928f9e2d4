"""Where the gateway and we disagree: a queue for people."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..recon_enums import ReconKind, ReconState


class ReconIssue(models.Model):
    """One thing that differs and that no program may put right."""

    kind = models.CharField(max_length=20, choices=ReconKind)
    ref = models.CharField(max_length=80)
    expected = models.CharField(max_length=200)
    actual = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ReconState, default=ReconState.OPEN)
    found_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["state", "found_at"], name="recon_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ref"], condition=Q(state="open"), name="recon_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
