"""What was done that matters to safety or rights: added to, never changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now


class AuditEvent(models.Model):
    """Who did what to whom, when and from where. A trigger in the database refuses changes."""

    at = models.DateTimeField(default=now)
    action = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="audited_acts"
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="audited_as"
    )
    detail = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="audit_by_time"),
            models.Index(fields=["subject", "-at"], name="audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the event; one that is stored stays as it is."""
        if not self._state.adding:
            raise TypeError("Audit events are not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the log is only added to."""
        raise TypeError("Audit events are not deleted.")
