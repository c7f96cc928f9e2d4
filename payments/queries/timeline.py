"""What became of the money of one order, step by step, for whoever looks.

The payer sees what they paid and what came back; the payee what was kept, our fee, their own part
and when they get it; staff see both, and what the gateway took.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from peerlearn.common.money import format_inr

from ..enums import PAYMENT_RANK, DisputeState, EarningState, FulfilState, PaymentState, RefundState
from ..models import Dispute, Earning, LedgerEntry, Order, Payment, Refund
from .paid_out import payouts_with

FOR_EVER = timedelta(days=36_500)
CAPTURED = PAYMENT_RANK[PaymentState.CAPTURED]


class Viewer(models.TextChoices):
    """For whom a timeline is."""

    PAYER = "payer"
    PAYEE = "payee"
    STAFF = "staff"


@dataclass(frozen=True)
class Step:
    """One thing that happened, or will (`done` False); `amount` in paise, `at` may be unknown."""

    kind: str
    title: str
    at: datetime | None
    amount: int
    done: bool = True
    note: str = ""


def timeline(order: Order, viewer: Viewer) -> list[Step]:
    """Return the steps of an order's money in the order they came; what is to come is last."""
    earning = Earning.objects.filter(order=order).first()
    steps = list(_came(order, viewer))
    steps += _held(order, earning, viewer)
    if earning and viewer != Viewer.PAYER:
        steps += _earned(order, earning)
    steps += _back(order, viewer)
    if viewer == Viewer.STAFF:
        steps += _disputed(order)
    # A stable sort: what happened at one moment stays in this order.
    last = (order.paid_at or order.created_at) + FOR_EVER
    return sorted(steps, key=lambda step: (not step.done, step.at or last))


def entries_of(order: Order) -> QuerySet[LedgerEntry]:
    """Return every line of the ledger about an order, oldest first; for staff."""
    payments = list(order.payments.values_list("gateway_payment_id", flat=True))
    refunds = [str(refund.pk) for refund in Refund.objects.filter(payment__order=order)]
    disputes = [str(dispute.pk) for dispute in Dispute.objects.filter(payment__order=order)]
    told = (
        Q(transaction__kind__in=("capture", "gateway_fee"), transaction__ref__in=payments)
        | Q(transaction__kind__in=("earned", "matured"), transaction__ref=str(order.pk))
        | Q(transaction__kind__startswith="refund_", transaction__ref__in=refunds)
        | Q(transaction__kind__startswith="dispute_", transaction__ref__in=disputes)
    )
    return LedgerEntry.objects.filter(told).select_related("transaction", "account").order_by("pk")


def _came(order: Order, viewer: Viewer) -> Iterator[Step]:
    if viewer == Viewer.PAYEE:
        return
    for payment in Payment.objects.filter(order=order, rank__gte=CAPTURED):
        by = payment.method.upper() if payment.method == "upi" else payment.method
        note = _("by %s") % by if by else ""
        yield Step("captured", _("Paid"), payment.captured_at, payment.amount, note=note)
        if viewer == Viewer.STAFF and payment.fee:
            title = _("The gateway's fee")
            yield Step("gateway_fee", title, payment.captured_at, payment.fee)


def _held(order: Order, earning: Earning | None, viewer: Viewer) -> Iterator[Step]:
    if order.fulfil_state != FulfilState.FULFILLED:
        return
    title = {
        Viewer.PAYER: _("Kept safe until the session is over"),
        Viewer.PAYEE: _("Paid by the learner, kept until the session is over"),
        Viewer.STAFF: _("Held"),
    }[viewer]
    yield Step("held", title, order.paid_at, order.amount)
    if earning and viewer == Viewer.PAYER and earning.net:
        yield Step("released", _("Released to who earned it"), earning.earned_at, earning.net)


def _earned(order: Order, earning: Earning) -> Iterator[Step]:
    parts = _("%(net)s less our fee of %(fee)s") % {
        "net": format_inr(earning.net),
        "fee": format_inr(earning.fee),
    }
    yield Step("earned", _("Earned"), earning.earned_at, earning.own, note=parts)
    if earning.state == EarningState.HELD:
        note = _("Somebody has something against it; we look at it first.")
        yield Step("held_back", _("Held back"), None, earning.own, done=False, note=note)
    elif earning.state == EarningState.PENDING:
        yield Step("released", _("Available for a payout"), earning.due_at, earning.own, done=False)
    elif earning.state == EarningState.AVAILABLE:
        yield Step("released", _("Available for a payout"), earning.available_at, earning.own)
        for payout in payouts_with(earning):
            paid = payout.processed_at
            title = _("Paid out") if paid else _("In a payout")
            yield Step(
                "paid_out", title, paid or payout.requested_at, payout.amount, bool(paid),
                note=_("Payout %s, with whatever else was available") % payout.reference,
            )  # fmt: skip


def _back(order: Order, viewer: Viewer) -> Iterator[Step]:
    for refund in Refund.objects.filter(payment__order=order):
        paid = refund.state == RefundState.PROCESSED
        if viewer == Viewer.PAYEE:
            title = _("Paid back to the learner")
        else:
            title = _("Paid back") if paid else _("On its way back")
        note = f"{refund.reason}: {refund.get_state_display()}" if viewer == Viewer.STAFF else ""
        at = refund.processed_at if paid else refund.created_at
        # To the payee it is gone the moment it is promised.
        yield Step("refunded", title, at, refund.amount, paid or viewer == Viewer.PAYEE, note)


def _disputed(order: Order) -> Iterator[Step]:
    for dispute in Dispute.objects.filter(payment__order=order):
        open_ = dispute.state == DisputeState.OPEN
        title = _("Disputed: %s") % dispute.get_state_display()
        at = dispute.closed_at or dispute.created_at
        yield Step("disputed", title, at, dispute.amount, not open_, dispute.reason)
