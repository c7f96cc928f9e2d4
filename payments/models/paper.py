"""Receipts and credit notes: numbered without a gap in a financial year, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from .order import Order
from .refund import Refund


class PaperCounter(models.Model):
    """The last number given out in a series and year; its row is the lock that leaves no gap."""

    series = models.CharField(max_length=2)
    year = models.CharField(max_length=5)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("series", "year", name="paper_counter_once")]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}: {self.last}"


class Paper(models.Model):
    """What both kinds have; the database lets only the names change, when a person is erased."""

    number = models.CharField(max_length=16, unique=True)
    year = models.CharField(max_length=5, help_text='Financial year, April to March: "26-27".')
    serial = models.PositiveIntegerField()
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    payer_name = models.CharField(max_length=150)
    payee_name = models.CharField(max_length=150, blank=True)
    total = models.PositiveBigIntegerField(help_text="Paise.")
    content = models.JSONField(help_text="Seller and lines as they stood when it was issued.")
    issued_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.number


class Receipt(Paper):
    """That an order was paid and given."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="paper")

    class Meta(Paper.Meta):
        constraints = [
            models.UniqueConstraint("year", "serial", name="receipt_numbered_once"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="receipt_numbered_from_one"),
        ]

    def get_absolute_url(self) -> str:
        """Return the receipt's page."""
        return f"/receipts/{self.pk}/"


class CreditNote(Paper):
    """That part of a receipt was paid back."""

    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="paper")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="credit_notes")

    class Meta(Paper.Meta):
        constraints = [
            models.UniqueConstraint("year", "serial", name="credit_note_numbered_once"),
            models.CheckConstraint(
                condition=Q(serial__gte=1), name="credit_note_numbered_from_one"
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the credit note's page."""
        return f"/credit-notes/{self.pk}/"
