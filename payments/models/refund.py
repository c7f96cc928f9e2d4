"""Money on its way back."""

from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import RefundState
from .payment import Payment


class Refund(models.Model):
    """A refund we owe; its key is stored before the gateway is asked, so that it is paid once."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField(help_text="Paise.")
    reason = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.REQUESTED)
    key = models.CharField(max_length=40, unique=True)
    gateway_refund_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    external = models.BooleanField(
        default=False, help_text="Made at the gateway by somebody else than us."
    )
    earlier = models.JSONField(
        default=list, blank=True, help_text="Keys and ids of tries that the gateway says failed."
    )
    next_at = models.DateTimeField(null=True, blank=True, help_text="When to try anew.")
    created_at = models.DateTimeField(default=now)
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["state", "created_at"], name="refund_sweep")]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=1), name="refund_not_empty")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.payment_id}"
