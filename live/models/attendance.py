"""Who was there and how well the line held: only ever added to, the database refuses the rest."""

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now

from ..enums import LeftReason, PresenceKind, RoomRole
from .room import Room


class Entry(models.Model):
    """What every line of the attendance log has."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=7, choices=RoomRole)
    at = models.DateTimeField(default=now)

    class Meta:
        abstract = True


class PresenceEvent(Entry):
    """Somebody knocked, came in, was away, came back or left."""

    kind = models.CharField(max_length=7, choices=PresenceKind)
    reason = models.CharField(max_length=8, choices=LeftReason, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["room", "at"], name="presence_of_room")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class QualitySample(Entry):
    """How somebody's line was for the last half minute, as their browser measured it."""

    rtt_ms = models.PositiveIntegerField(null=True, help_text="Round trip; empty when unknown.")
    loss_permille = models.PositiveSmallIntegerField(help_text="Packets lost of a thousand.")
    frozen_ms = models.PositiveIntegerField(help_text="How long pictures stood still.")
    relayed = models.BooleanField(help_text="Through a TURN server.")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["room", "at"], name="quality_of_room")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.rtt_ms} ms"
