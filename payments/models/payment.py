"""One attempt to pay an order, as the gateway tells it."""

from django.db import models
from django.db.models import F, Q

from peerlearn.common.clock import now

from ..enums import PaymentState
from .order import Order


class Payment(models.Model):
    """A payment at the gateway; several may be tried for one order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    gateway_payment_id = models.CharField(max_length=40, unique=True)
    amount = models.PositiveBigIntegerField(help_text="Paise.")
    currency = models.CharField(max_length=3, default="INR")
    state = models.CharField(max_length=12, choices=PaymentState, default=PaymentState.CREATED)
    rank = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(max_length=20, blank=True)
    fee = models.PositiveBigIntegerField(null=True, blank=True, help_text="Paise, GST included.")
    tax = models.PositiveBigIntegerField(null=True, blank=True, help_text="Paise.")
    error = models.CharField(max_length=200, blank=True)
    refunds_reserved = models.PositiveBigIntegerField(default=0, help_text="Paise.")
    created_at = models.DateTimeField(default=now)
    captured_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(refunds_reserved__lte=F("amount")), name="payment_not_overrefunded"
            )
        ]

    def __str__(self) -> str:
        return self.gateway_payment_id
