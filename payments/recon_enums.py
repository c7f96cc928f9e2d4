"""What the gateway and we may disagree on, and how far somebody got with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReconKind(models.TextChoices):
    """What differs."""

    UNKNOWN_PAYMENT = "unknown_payment", _("Payment we do not know")
    UNKNOWN_REFUND = "unknown_refund", _("Refund we do not know")
    MISSING = "missing", _("Not known at the gateway")
    AMOUNT = "amount", _("Other amount")
    STATUS = "status", _("Other state")
    UNCAPTURED = "uncaptured", _("Authorised and about to lapse")
    FEE = "fee", _("Other fee")
    SETTLEMENT = "settlement", _("Settled without our knowing why")
    LEDGER = "ledger", _("Ledger does not add up")
    REFUND_FAILED = "refund_failed", _("Refund that failed for good")
    DISPUTE = "dispute", _("Dispute to be answered")


class ReconState(models.TextChoices):
    """How far it got."""

    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")
    GONE = "gone", _("Gone by itself")


RECON_MOVES = {
    ReconState.OPEN: frozenset({ReconState.RESOLVED, ReconState.GONE}),
    ReconState.RESOLVED: frozenset(),
    ReconState.GONE: frozenset(),
}
