"""Sessions people keep for later."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from .session import Session


class SavedSession(models.Model):
    """Somebody keeps a session."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_sessions"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="saved_by")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint("user", "session", name="session_saved_once")]

    def __str__(self) -> str:
        return f"{self.user_id} keeps {self.session_id}"
