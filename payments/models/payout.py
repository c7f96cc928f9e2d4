"""Money on its way to who earned it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..payout_enums import OPEN_PAYOUTS, PayoutState
from .payout_method import PayoutMethod

KEY_KEPT = timedelta(hours=20)


class Payout(models.Model):
    """A payout; its key is stored before a provider is asked, so that it is paid once."""

    payee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payouts"
    )
    method = models.ForeignKey(PayoutMethod, on_delete=models.PROTECT, related_name="payouts")
    destination = models.CharField(max_length=120, help_text="As shown: masked.")
    amount = models.PositiveBigIntegerField(help_text="Paise.")
    state = models.CharField(max_length=10, choices=PayoutState, default=PayoutState.REQUESTED)
    provider = models.CharField(max_length=10, blank=True, help_text="Who is paying it out.")
    key = models.CharField(max_length=36, unique=True)
    gateway_payout_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    utr = models.CharField(max_length=40, blank=True, help_text="The bank's reference.")
    why = models.CharField(max_length=200, blank=True, help_text="Why it was not paid.")
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField(default=now)
    approved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    processed_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, help_text="The account was closed.")

    class Meta:
        ordering = ["-requested_at", "-id"]
        indexes = [models.Index(fields=["state", "requested_at"], name="payout_sweep")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=100), name="payout_amount_payable"),
            models.UniqueConstraint(
                fields=["payee"], condition=Q(state__in=OPEN_PAYOUTS), name="payout_one_open"
            ),
        ]

    @property
    def reference(self) -> str:
        """Return what people call it by: "PLP-000042"."""
        return f"PLP-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        """Tell whether it is still under way."""
        return self.state in OPEN_PAYOUTS

    @property
    def is_stuck(self) -> bool:
        """Tell whether it was sent so long ago, without an answer, that people have to decide.

        Gateways forget idempotency keys after a day: sending again might then pay twice.
        """
        asked = self.state == PayoutState.SUBMITTING and not self.gateway_payout_id
        return bool(asked and self.submitted_at and now() - self.submitted_at > KEY_KEPT)

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"


class PayoutApproval(models.Model):
    """Somebody of ours says that a payout is right; large ones need two."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("payout", "by", name="payout_approved_once_each")]

    def __str__(self) -> str:
        return f"{self.payout_id} by {self.by_id}"
