"""The address under which somebody's calendar program reads their sessions."""

from hashlib import sha256

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


class CalendarFeed(models.Model):
    """A person's secret calendar address; only the digest of its token is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"calendar of {self.user}"
