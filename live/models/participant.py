"""One stay of one person in a room: their place in the call, and their attendance."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import LeftReason, RoomRole
from .room import Room


class Participant(models.Model):
    """From joining to leaving. A lost socket that resumes stays; a reload is a new stay."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=7, choices=RoomRole)
    pid = models.CharField(max_length=16, unique=True)
    seq = models.PositiveIntegerField(help_text="In a pair the higher one offers and is polite.")
    channel = models.CharField(max_length=120, blank=True, help_text="Of the socket they have now.")
    flags = models.JSONField(default=dict)
    hand_at = models.DateTimeField(null=True, blank=True, help_text="Raised; the queue's order.")
    away = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=now)
    let_in_at = models.DateTimeField(null=True, blank=True, help_text="By the mentor's own word.")
    admitted_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(default=now, help_text="Written at most every 15 s.")
    left_at = models.DateTimeField(null=True, blank=True)
    left_reason = models.CharField(max_length=8, choices=LeftReason, blank=True)
    seconds = models.PositiveIntegerField(default=0, help_text="In the call, when the stay ended.")

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(
                fields=["last_seen_at"], condition=Q(left_at=None), name="participant_lease"
            ),
            models.Index(fields=["user", "room"], name="participant_of_person"),
        ]
        constraints = [
            models.UniqueConstraint("room", "seq", name="participant_seq_once"),
            models.UniqueConstraint(
                fields=["room", "user"], condition=Q(left_at=None), name="participant_here_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.room_id}"
