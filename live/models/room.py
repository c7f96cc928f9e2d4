"""The room of a session."""

from django.db import models

from learning.models import Session
from peerlearn.common.clock import now

from ..enums import RoomState


class Room(models.Model):
    """Where a session happens; it follows the session and never decides about it."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="room")
    state = models.CharField(max_length=6, choices=RoomState, default=RoomState.LOBBY)
    last_seq = models.PositiveIntegerField(default=0, help_text="Joins numbered so far.")
    last_chat = models.PositiveIntegerField(default=0, help_text="Chat lines numbered so far.")
    locked = models.BooleanField(default=False, help_text="Whoever comes now waits in the lobby.")
    auto_admit = models.BooleanField(default=True, help_text="Else the mentor lets in each person.")
    created_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Room of {self.session_id}"
