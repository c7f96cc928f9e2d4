"""A way into a room."""

from django.conf import settings
from django.db import models

from learning.models import Session
from peerlearn.common.clock import now

from ..enums import RoomRole
from .participant import Participant


class RoomToken(models.Model):
    """One ticket: the signed `jti` opens a socket once, the resume key opens it again."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=7, choices=RoomRole)
    jti = models.CharField(max_length=32, unique=True)
    resume_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key.")
    participant = models.OneToOneField(
        Participant, on_delete=models.SET_NULL, related_name="token", null=True, blank=True
    )
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["session", "user"], name="token_of_person")]

    def __str__(self) -> str:
        return f"{self.user_id} into {self.session_id}"
