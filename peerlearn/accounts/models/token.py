"""The lives of API logins."""

import uuid

from django.conf import settings
from django.db import models

from peerlearn.common.clock import now


class RefreshFamily(models.Model):
    """One API login: the chain of refresh tokens rotated from it, of which one is current.

    A token that was rotated away and comes back was stolen or leaked: the family ends
    (RFC 9700, section 4.14.2).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refresh_families"
    )
    current_jti = models.CharField(max_length=64)
    otp = models.BooleanField(default=False, help_text="The login passed a second factor.")
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "revoked_at"], name="family_of_user")]

    def __str__(self) -> str:
        return f"API login of {self.user_id}"
