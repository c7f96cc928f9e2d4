"""Money given on top: in a live room, or as a tip after it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from peerlearn.common.clock import now

from ..enums import GIFT_AMOUNTS, GiftState
from .order import Order

MESSAGE_LENGTH = 140


class Gift(models.Model):
    """A gift or tip: its order's purpose says which, `room_ref` where it was given."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="gift")
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gifts_given"
    )
    payee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gifts_received"
    )
    room_ref = models.CharField(max_length=64, help_text="Opaque here.")
    amount = models.PositiveBigIntegerField(help_text="Paise.")
    message = models.CharField(max_length=MESSAGE_LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=GiftState, default=GiftState.CREATED)
    late = models.BooleanField(default=False, help_text="Paid when the room had closed.")
    created_at = models.DateTimeField(default=now)
    credited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["payer", "room_ref"], name="gift_of_payer"),
            models.Index(fields=["payee", "-credited_at"], name="gift_of_payee"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__in=[*GIFT_AMOUNTS]), name="gift_amount_offered"
            ),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="gift_to_somebody_else"),
            models.CheckConstraint(
                condition=~Q(state=GiftState.CREDITED) | Q(credited_at__isnull=False),
                name="gift_credited_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for {self.payee_id}"
