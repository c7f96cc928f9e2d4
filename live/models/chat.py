"""What is written in a room."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from .file import RoomFile
from .room import Room


class ChatMessage(models.Model):
    """One line. `client_id` makes a resend the same line, `seq` orders them for everybody."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="chat")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=36)
    seq = models.PositiveIntegerField()
    text = models.TextField(max_length=2000, blank=True)
    gift_ref = models.PositiveBigIntegerField(
        null=True, blank=True, unique=True, help_text="The gift this line shows; payments knows it."
    )
    gift_amount = models.PositiveBigIntegerField(null=True, blank=True, help_text="Paise.")
    file = models.OneToOneField(
        RoomFile, on_delete=models.SET_NULL, related_name="line", null=True, blank=True
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint("room", "seq", name="chat_seq_once"),
            models.UniqueConstraint("room", "sender", "client_id", name="chat_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} in {self.room_id}"


class ChatRead(models.Model):
    """Up to which line somebody has read; it survives a reload."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("room", "user", name="chat_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} up to {self.seq} in {self.room_id}"
