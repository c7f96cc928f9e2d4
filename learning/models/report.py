"""Somebody tells us of something that should not be here."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import ReportOutcome, ReportReason


class Report(models.Model):
    """What was reported, as it read then; and what we decided.

    The thing is named by kind and number (learning/reportables.py), for it may live on any floor.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports"
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reported_as"
    )
    kind = models.CharField(max_length=12)
    ref = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    quoted = models.TextField(max_length=4000, blank=True, help_text="What stood there then.")
    url = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=12, choices=ReportReason)
    words = models.CharField(max_length=1000, blank=True)
    outcome = models.CharField(max_length=12, choices=ReportOutcome, default=ReportOutcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(outcome=ReportOutcome.OPEN),
                name="report_queue",
            ),
            models.Index(fields=["by", "-created_at"], name="report_of_person"),
        ]
        constraints = [
            models.UniqueConstraint("by", "kind", "ref", name="report_once_a_thing"),
            models.CheckConstraint(
                condition=Q(outcome=ReportOutcome.OPEN) | Q(decided_at__isnull=False),
                name="report_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} by {self.by_id}"
