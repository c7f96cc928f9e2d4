"""What somebody is asked to pay."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import FulfilState, OrderState, Purpose


class Order(models.Model):
    """An amount to be paid by one person, for an opaque purpose."""

    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders"
    )
    payee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="orders_received",
        null=True,
        blank=True,
    )
    amount = models.PositiveBigIntegerField(help_text="Paise.")
    currency = models.CharField(max_length=3, default="INR")
    purpose = models.CharField(max_length=10, choices=Purpose)
    purpose_ref = models.CharField(max_length=64)
    description = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.NEW)
    fulfil_state = models.CharField(max_length=10, choices=FulfilState, default=FulfilState.NONE)
    fee_bps = models.PositiveIntegerField(default=0)
    receipt = models.CharField(max_length=40, unique=True)
    gateway_order_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the gateway was first asked to open it."
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["payer", "-created_at"], name="order_of_payer"),
            models.Index(fields=["state", "created_at"], name="order_sweep"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=100), name="order_amount_payable")
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.description}"
