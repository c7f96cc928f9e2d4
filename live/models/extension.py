"""More time, if everybody who is there agrees."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import ExtensionState
from .room import Room


class Extension(models.Model):
    """A wish for more minutes; one at a time in a room."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="extensions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=7, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(state=ExtensionState.ASKED), name="extension_one_open"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=30), name="extension_of_some_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min more in {self.room_id}"


class ExtensionConsent(models.Model):
    """That one person agreed; a no decides at once and is the extension's state."""

    extension = models.ForeignKey(Extension, on_delete=models.CASCADE, related_name="consents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("extension", "user", name="consent_once")]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.extension_id}"
