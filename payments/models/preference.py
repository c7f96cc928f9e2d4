"""How somebody likes to pay. Never a card number: those stay with the gateway."""

from django.conf import settings
from django.db import models

from ..enums import PaymentMethod


class PaymentPreference(models.Model):
    """The way of paying that checkout opens with."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="payment_preference"
    )
    method = models.CharField(max_length=12, choices=PaymentMethod, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.method or 'any'}"
