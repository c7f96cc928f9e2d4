"""The whiteboard of a room: pages, and the steps that made them."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from .room import Room


class BoardPage(models.Model):
    """One page. `base` is what steps before the kept ones came to (see live/board_ops.py)."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="board_pages")
    number = models.PositiveSmallIntegerField()
    last_seq = models.PositiveIntegerField(default=0, help_text="News of this page so far.")
    base = models.JSONField(default=list)
    size = models.PositiveIntegerField(default=0, help_text="Bytes of base and steps, about.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("room", "number", name="board_page_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=20), name="board_page_number"
            ),
        ]

    def __str__(self) -> str:
        return f"Page {self.number} in {self.room_id}"


class BoardStep(models.Model):
    """One act of one person. `client_id` makes a resend the same step, `seq` orders them."""

    page = models.ForeignKey(BoardPage, on_delete=models.CASCADE, related_name="steps")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=36)
    seq = models.PositiveIntegerField()
    ops = models.JSONField()
    undone = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint("page", "seq", name="board_step_seq_once"),
            models.UniqueConstraint("page", "author", "client_id", name="board_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} on {self.page_id}"
