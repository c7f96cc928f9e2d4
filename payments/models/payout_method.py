"""Where somebody's earnings are sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now
from peerlearn.common.crypto import EncryptedTextField

from ..payout_enums import MethodKind, MethodState


class PayoutMethod(models.Model):
    """A bank account or UPI address; `account` is ciphertext in the database and shown nowhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payout_methods"
    )
    kind = models.CharField(max_length=4, choices=MethodKind)
    state = models.CharField(max_length=8, choices=MethodState, default=MethodState.PENDING)
    holder = models.CharField(max_length=120, blank=True)
    ifsc = models.CharField(max_length=11, blank=True)
    account = EncryptedTextField(blank=True, help_text="Empty once removed.")
    masked = models.CharField(max_length=80)
    # A thief who adds an account of theirs has to wait, and the owner has had a mail.
    usable_from = models.DateTimeField()
    created_at = models.DateTimeField(default=now)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, help_text="Why it was not accepted.")
    gateway_contact_id = models.CharField(max_length=40, blank=True)
    gateway_fund_account_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MethodState.REMOVED) | Q(account=""),
                name="payout_method_removed_is_forgotten",
            )
        ]

    @property
    def cools_off(self) -> bool:
        """Tell whether it is too new to be paid to."""
        return now() < self.usable_from

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.masked}"
