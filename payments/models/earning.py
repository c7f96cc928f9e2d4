"""What somebody earned with an order, after our fee."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from peerlearn.common.clock import now

from ..enums import EarningState
from .order import Order


class Earning(models.Model):
    """The payee's part of what was kept of an order, until it may be paid out and after."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="earning")
    payee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="earnings",
        null=True,
        blank=True,
        help_text="Nobody where all of it is ours.",
    )
    net = models.PositiveBigIntegerField(help_text="Paise kept of the order, refunds taken off.")
    fee = models.PositiveBigIntegerField(help_text="Paise of it that are ours.")
    own = models.PositiveBigIntegerField(help_text="Paise of it that are the payee's.")
    waiting = models.PositiveBigIntegerField(
        default=0, help_text="Paise of `own` that are still pending; the rest paid a debt."
    )
    state = models.CharField(max_length=10, choices=EarningState, default=EarningState.PENDING)
    held_for = models.JSONField(default=list, blank=True, help_text="Why it is held back.")
    earned_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(help_text="When it becomes available, if nothing is against it.")
    available_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-earned_at", "-id"]
        indexes = [
            models.Index(fields=["payee", "-earned_at"], name="earning_of_payee"),
            models.Index(
                fields=["due_at"], condition=Q(state=EarningState.PENDING), name="earning_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(net=F("fee") + F("own")), name="earning_adds_up"),
            models.CheckConstraint(
                condition=Q(waiting__lte=F("own")), name="earning_waits_for_its_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.own} of {self.order_id}"
