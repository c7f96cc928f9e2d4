"""What is written in a room."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from .room import Room


class ChatMessage(models.Model):
    """One line. `client_id` makes a resend the same line, `seq` orders them for everybody."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="chat")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=36)
    seq = models.PositiveIntegerField()
    text = models.TextField(max_length=2000)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint("room", "seq", name="chat_seq_once"),
            models.UniqueConstraint("room", "sender", "client_id", name="chat_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} in {self.room_id}"
