"""Disputes: while one is open what the order earned is held back; lost, the money is gone."""

import logging
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from peerlearn.common.clock import now

from ..enums import DisputeState
from ..models import Dispute, Earning, Payment
from ..recon_enums import ReconKind
from . import earnings, issues, ledger

log = logging.getLogger(__name__)

ENDS = {
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
    "closed": DisputeState.CLOSED,
}
HELD_FOR = "dispute"


@transaction.atomic
def apply(*, payment: Payment, told: dict[str, Any], kind: str) -> Dispute:
    """Take the gateway's word for a dispute: `kind` is the last word of the event's name."""
    respond_by = told.get("respond_by")
    dispute, _ = Dispute.objects.select_for_update(no_key=True).get_or_create(
        gateway_dispute_id=told["id"],
        defaults={
            "payment": payment,
            "amount": min(int(told.get("amount") or 0), payment.amount),
            "reason": str(told.get("reason_code") or "")[:60],
            "respond_by": datetime.fromtimestamp(respond_by, UTC) if respond_by else None,
            "created_at": now(),
        },
    )
    end = ENDS.get(kind)
    # What has ended stays so: events come in any order.
    if dispute.state != DisputeState.OPEN:
        return dispute
    if end is None:
        if earnings.hold(order_id=payment.order_id, why=HELD_FOR):
            log.error("dispute %s over %s: answer it", dispute, dispute.amount)
        _ask_somebody(dispute)
        return dispute
    dispute.state, dispute.closed_at = end, now()
    dispute.save(update_fields=["state", "closed_at"])
    issues.gone(kinds=[ReconKind.DISPUTE], ref=dispute.gateway_dispute_id)
    if end == DisputeState.LOST:
        _lose(dispute)
    earnings.let_go(order_id=payment.order_id, why=HELD_FOR)
    return dispute


def _ask_somebody(dispute: Dispute) -> None:
    # Only people can answer a bank, and only until its day.
    until = f", answer by {dispute.respond_by:%d %b %Y, %H:%M} UTC" if dispute.respond_by else ""
    issues.report(
        kind=ReconKind.DISPUTE,
        ref=dispute.gateway_dispute_id,
        expected=f"{dispute.payment.amount} paise of order {dispute.payment.order.receipt}",
        actual=f"{dispute.amount} paise disputed: {dispute.reason or 'no reason given'}{until}",
    )


def _lose(dispute: Dispute) -> None:
    """Book what the bank took: from what is held, then from what was earned, then from us."""
    order_id = dispute.payment.order_id
    escrow = ledger.escrow(order_id)
    held = min(dispute.amount, ledger.lock(escrow)[escrow[0]])
    earned = Earning.objects.filter(order_id=order_id).first()
    back = min(dispute.amount - held, earned.net if earned else 0)
    lines: ledger.Lines = [(escrow, held)]
    if back:
        lines += earnings.take_back(order_id=order_id, amount=back)
    lines += [(ledger.GOODWILL, dispute.amount - held - back), (ledger.DISPUTES, -dispute.amount)]
    ledger.post(kind="dispute_charged", ref=str(dispute.pk), lines=lines)
    ledger.post(
        kind="dispute_lost",
        ref=str(dispute.pk),
        lines=[(ledger.DISPUTES, dispute.amount), (ledger.GATEWAY, -dispute.amount)],
    )
