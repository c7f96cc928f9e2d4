"""The one place where a payout changes its state, and where its money goes with it."""

from typing import Any

from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.accounts.services.audit import record
from peerlearn.common.clock import now
from peerlearn.common.errors import NotFound
from peerlearn.common.money import format_inr
from peerlearn.common.states import check_move

from ..models import Payout
from ..payout_enums import PAYOUT_MOVES, RETURNED, PayoutState
from . import ledger, news

WHY = 200
NEWS = {
    PayoutState.APPROVED: "payout_approved",
    PayoutState.PROCESSED: "payout_paid",
    PayoutState.REJECTED: "payout_rejected",
    PayoutState.CANCELLED: "payout_cancelled",
    PayoutState.FAILED: "payout_returned",
    PayoutState.REVERSED: "payout_returned",
}


def locked(payout_id: int) -> Payout:
    """Return a payout, locked until the transaction ends. NotFound("no_payout")."""
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("payee")
    payout = rows.filter(pk=payout_id).first()
    if payout is None:
        raise NotFound("no_payout", "There is no such payout.")
    return payout


@transaction.atomic
def move(payout: Payout, new: PayoutState, *, by: User | None = None, **told: Any) -> None:
    """Take a locked payout to a state, its money along, and tell the payee.

    `told` is what else is known of it by now: utr, why, gateway_payout_id. Paid means gone from
    the bank; rejected, cancelled, failed and reversed mean that the money is the payee's again,
    once, whatever comes in which order. Raises Conflict("illegal_move").
    """
    old = payout.state
    check_move(PAYOUT_MOVES, old, new)
    payout.state = new
    for field, value in told.items():
        setattr(payout, field, value)
    if new == PayoutState.APPROVED:
        payout.approved_at = now()
    elif new == PayoutState.PROCESSED:
        payout.processed_at = now()
    payout.save()
    if new == PayoutState.PROCESSED:
        lines = [(ledger.payout(payout.pk), payout.amount), (ledger.BANK, -payout.amount)]
        ledger.post(kind="payout_processed", ref=str(payout.pk), lines=lines)
    came_back = new in RETURNED and _give_back(payout)
    record(
        f"payout_{new}",
        actor=by,
        subject=payout.payee,
        payout=payout.reference,
        amount=payout.amount,
        before=str(old),
        **{key: str(value) for key, value in told.items()},
    )
    if new in NEWS and (came_back or new not in RETURNED):
        tell(payout, NEWS[new])


def tell(payout: Payout, kind: str) -> None:
    """Tell the payee of a payout what the notice kind says."""
    news.tell(
        payout.payee,
        kind,
        amount=format_inr(payout.amount),
        destination=payout.destination,
        reference=payout.reference,
        utr=payout.utr,
        why=payout.why,
    )


def _give_back(payout: Payout) -> bool:
    moment = now()
    mine = Payout.objects.filter(pk=payout.pk, returned_at=None)
    if not mine.update(returned_at=moment):
        return False
    payout.returned_at = moment
    source = ledger.BANK if payout.processed_at else ledger.payout(payout.pk)
    owed = ledger.mentor_receivable(payout.payee_id)
    free = ledger.mentor_available(payout.payee_id)
    debt = min(payout.amount, ledger.lock(owed, source, free)[owed[0]])
    lines = [(source, payout.amount), (free, -payout.amount)]
    ledger.post(kind="payout_returned", ref=str(payout.pk), lines=lines)
    if debt:
        # What had to be paid back meanwhile comes off first, as of any earning.
        lines = [(free, debt), (owed, -debt)]
        ledger.post(kind="debt_settled", ref=f"payout {payout.pk}", lines=lines)
    return True
