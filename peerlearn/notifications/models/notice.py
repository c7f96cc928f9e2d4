"""One thing told to one person."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now


class Notice(models.Model):
    """News for a person, written in the transaction of the fact it tells."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300, blank=True)
    dedup = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "dedup"],
                condition=~models.Q(dedup=""),
                name="notice_told_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
