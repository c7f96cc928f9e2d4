"""A payer asked their bank for the money back."""

from django.db import models

from peerlearn.common.clock import now

from ..enums import DisputeState
from .payment import Payment


class Dispute(models.Model):
    """A dispute as the gateway tells it; lost, its amount is gone."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    gateway_dispute_id = models.CharField(max_length=40, unique=True)
    amount = models.PositiveBigIntegerField(help_text="Paise.")
    state = models.CharField(max_length=12, choices=DisputeState, default=DisputeState.OPEN)
    reason = models.CharField(max_length=60, blank=True)
    respond_by = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.gateway_dispute_id
