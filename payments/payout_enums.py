"""States of payouts and of where they go, and the tables of legal moves beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MethodKind(models.TextChoices):
    """Where money can be sent."""

    BANK = "bank", _("Bank account")
    UPI = "upi", _("UPI address")


class MethodState(models.TextChoices):
    """Whether we know that a way of being paid out is right."""

    PENDING = "pending", _("Being checked")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Not accepted")
    REMOVED = "removed", _("Removed")


METHOD_MOVES = {
    MethodState.PENDING: frozenset(
        {MethodState.VERIFIED, MethodState.REFUSED, MethodState.REMOVED}
    ),
    MethodState.VERIFIED: frozenset({MethodState.REFUSED, MethodState.REMOVED}),
    MethodState.REFUSED: frozenset({MethodState.REMOVED}),
    MethodState.REMOVED: frozenset(),
}


class PayoutState(models.TextChoices):
    """The life of a payout."""

    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    SUBMITTING = "submitting", _("Being sent")
    QUEUED = "queued", _("Queued at the bank")
    PROCESSING = "processing", _("On its way")
    PROCESSED = "processed", _("Paid")
    REJECTED = "rejected", _("Not approved")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")
    REVERSED = "reversed", _("Sent back by the bank")


OPEN_PAYOUTS = (
    PayoutState.REQUESTED,
    PayoutState.APPROVED,
    PayoutState.SUBMITTING,
    PayoutState.QUEUED,
    PayoutState.PROCESSING,
)
# Nothing has gone out yet: it can be stopped here.
STOPPABLE = (PayoutState.REQUESTED, PayoutState.APPROVED)
AT_PROVIDER = (PayoutState.SUBMITTING, PayoutState.QUEUED, PayoutState.PROCESSING)
# The money is the mentor's again.
RETURNED = frozenset(
    {PayoutState.REJECTED, PayoutState.CANCELLED, PayoutState.FAILED, PayoutState.REVERSED}
)

_ENDS = RETURNED | {PayoutState.PROCESSED}
PAYOUT_MOVES = {
    PayoutState.REQUESTED: frozenset(
        {PayoutState.APPROVED, PayoutState.REJECTED, PayoutState.CANCELLED}
    ),
    # Paid by hand goes straight to processed.
    PayoutState.APPROVED: frozenset(
        {
            PayoutState.SUBMITTING,
            PayoutState.PROCESSED,
            PayoutState.REJECTED,
            PayoutState.CANCELLED,
        }
    ),
    # Submitting without an answer stays so and is sent again with the same key.
    PayoutState.SUBMITTING: _ENDS | {PayoutState.QUEUED, PayoutState.PROCESSING},
    PayoutState.QUEUED: _ENDS | {PayoutState.PROCESSING},
    PayoutState.PROCESSING: _ENDS,
    # A bank may send back what it had taken.
    PayoutState.PROCESSED: frozenset({PayoutState.REVERSED}),
    # Of current accounts the gateway says both, in either order; the money came back once.
    PayoutState.FAILED: frozenset({PayoutState.REVERSED}),
    PayoutState.REVERSED: frozenset({PayoutState.FAILED}),
    PayoutState.REJECTED: frozenset(),
    PayoutState.CANCELLED: frozenset(),
}
