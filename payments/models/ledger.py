"""Double-entry ledger in integer paise: debits positive, credits negative, nothing edited."""

from django.db import models
from django.db.models import Q

from peerlearn.common.clock import now

from ..enums import AccountKind


class LedgerAccount(models.Model):
    """An account and its cached balance, counted the way its kind counts."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=AccountKind)
    balance = models.BigIntegerField(default=0, help_text="Paise.")

    class Meta:
        constraints = [
            # What we owe is never less than nothing (payments design 4.5, I2).
            models.CheckConstraint(
                condition=~Q(kind=AccountKind.LIABILITY) | Q(balance__gte=0),
                name="ledger_liability_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.code


class LedgerTransaction(models.Model):
    """Something that happened to money, told once."""

    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("kind", "ref", name="ledger_told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class LedgerEntry(models.Model):
    """One line of a transaction."""

    transaction = models.ForeignKey(
        LedgerTransaction, on_delete=models.PROTECT, related_name="entries"
    )
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="entries")
    amount = models.BigIntegerField(help_text="Paise; debit positive, credit negative.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_entry_not_empty")
        ]

    @property
    def credit(self) -> int:
        """Return the paise of a credit, counted up."""
        return -self.amount

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"
