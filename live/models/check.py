"""Whether somebody's devices and network will do."""

from django.conf import settings
from django.db import models

from learning.models import Session
from peerlearn.common.clock import now

from ..enums import CheckVerdict


class DeviceCheck(models.Model):
    """The last check of one person for one session; None is "not tried" or "cannot be known"."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    camera = models.BooleanField(null=True)
    microphone = models.BooleanField(null=True)
    speaker = models.BooleanField(null=True, help_text="Whether they heard the sound.")
    relay = models.BooleanField(null=True, help_text="Whether the TURN server answered.")
    down_kbps = models.PositiveIntegerField(null=True)
    up_kbps = models.PositiveIntegerField(null=True)
    verdict = models.CharField(max_length=7, choices=CheckVerdict)
    checked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("session", "user", name="check_once_a_session")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.verdict}"
