"""What search reads and what it could not find."""

from django.db import models

from peerlearn.common.clock import now

from .session import Session


class SessionText(models.Model):
    """The words of a session as learning/words.py cuts them, by how much they count.

    Each database keeps its own full-text index of this table up to date (migration 0005).
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    title = models.TextField()
    names = models.TextField(help_text="Topic, skills and mentor.")
    summary = models.TextField()
    description = models.TextField()
    stale = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return self.title


class MissedSearch(models.Model):
    """Words that found nothing, how often; nothing tells who asked."""

    text = models.CharField(max_length=80, unique=True)
    count = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField(default=now)
    last_seen = models.DateTimeField(default=now, db_index=True)

    class Meta:
        ordering = ["-count", "-last_seen"]
        verbose_name = "search without result"
        verbose_name_plural = "searches without result"

    def __str__(self) -> str:
        return self.text
