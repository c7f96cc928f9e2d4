"""Giving money back: promised in the database first, then sent with a key that makes it once."""

import logging
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from peerlearn.accounts.models import User
from peerlearn.accounts.services import audit
from peerlearn.common.clock import now
from peerlearn.common.money import format_inr
from peerlearn.notifications.services import notify

from ..enums import PAYMENT_RANK, PaymentState, RefundState
from ..gateway import GatewayError, RateLimited, Rejected, get_gateway
from ..models import Earning, Payment, Refund
from ..recon_enums import ReconKind
from ..signals import order_refunded
from . import earnings, issues, ledger, papers

log = logging.getLogger(__name__)

SWEEP_LIMIT = 50
FIRST_WAIT = timedelta(minutes=15)  # before a new try; four times as long each time
SENDABLE = (RefundState.REQUESTED, RefundState.SUBMITTED, RefundState.UNKNOWN)
GOING = (RefundState.SUBMITTED, RefundState.UNKNOWN, RefundState.PENDING)
CLEAR_NO = (400, 404)


@transaction.atomic
def request_refund(*, order_id: int, amount: int, reason: str) -> Refund | None:
    """Promise `amount` paise back of what an order captured; None if it captured nothing.

    The gateway is asked by the sweep, after this has committed.
    """
    captured = Payment.objects.filter(
        order_id=order_id, rank__gte=PAYMENT_RANK[PaymentState.CAPTURED]
    )
    payment = captured.filter(refunds_reserved__lte=F("amount") - amount).first()
    return None if payment is None else reserve(payment=payment, amount=amount, reason=reason)


@transaction.atomic
def reserve(*, payment: Payment, amount: int, reason: str) -> Refund | None:
    """Reserve part of a captured payment for a refund; None if that much is not left.

    It comes from what is held for the order, then from what the order earned.
    """
    locked = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    escrow = ledger.escrow(payment.order_id)
    held = min(amount, ledger.lock(escrow)[escrow[0]])
    earned = Earning.objects.filter(order_id=payment.order_id).first()
    left = held + (earned.net if earned else 0)
    if amount > min(left, locked.amount - locked.refunds_reserved):
        return None
    Payment.objects.filter(pk=payment.pk).update(refunds_reserved=F("refunds_reserved") + amount)
    refund = Refund.objects.create(
        payment=payment,
        amount=amount,
        reason=reason[:60],
        key=_new_key(),
        created_at=now(),
    )
    lines: ledger.Lines = [(escrow, held), (ledger.refund_payable(refund.pk), -amount)]
    if amount > held:
        lines += earnings.take_back(order_id=payment.order_id, amount=amount - held)
    ledger.post(kind="refund_requested", ref=str(refund.pk), lines=lines)
    return refund


def submit(*, refund_id: int) -> Refund:
    """Send a refund to the gateway; call it outside any transaction.

    Without an answer its outcome is unknown: it is sent again with the same key and body.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    mine = Refund.objects.filter(pk=refund_id, state__in=SENDABLE, key=refund.key)
    if not mine.update(state=RefundState.SUBMITTED, attempts=F("attempts") + 1):
        return refund
    try:
        entity = get_gateway().refund(
            refund.payment.gateway_payment_id, amount=refund.amount, key=refund.key
        )
    except Rejected as error:
        _refused(refund, error)
    except RateLimited:
        log.warning("refund %s is sent later: the gateway has too much to do", refund_id)
    except GatewayError as error:
        log.warning("refund %s has no answer yet: %s", refund_id, error)
        _unknown(refund)
    else:
        apply_gateway_refund(refund, entity)
    refund.refresh_from_db()
    return refund


def _unknown(refund: Refund) -> None:
    mine = Refund.objects.filter(pk=refund.pk, state=RefundState.SUBMITTED)
    mine.update(state=RefundState.UNKNOWN)


def _refused(refund: Refund, error: Rejected) -> None:
    """A no to what may be our second asking: see first whether the gateway has it already."""
    log.error("refund %s was rejected: %s", refund.pk, error)
    try:
        made = get_gateway().refunds(refund.payment.gateway_payment_id)
    except GatewayError:
        _unknown(refund)
        return
    ours = [entity for entity in made if entity.get("receipt") == refund.key]
    if ours:
        apply_gateway_refund(refund, ours[0])
    elif error.status in CLEAR_NO:
        fail(refund, error.reason)
    else:  # keys, rights or a first asking still under way: nothing was said of the refund
        _unknown(refund)


@transaction.atomic
def apply_gateway_refund(refund: Refund, entity: dict[str, Any]) -> None:
    """Take the gateway's word for a refund: processed once, pending until then, or failed."""
    mine = Refund.objects.filter(pk=refund.pk, state__in=GOING, key=refund.key)
    if entity["status"] == "failed":
        fail(refund, "the gateway says it failed", gateway_refund_id=entity["id"])
    elif entity["status"] != "processed":
        mine.update(state=RefundState.PENDING, gateway_refund_id=entity["id"])
    elif mine.update(
        state=RefundState.PROCESSED, gateway_refund_id=entity["id"], processed_at=now()
    ):
        _processed(refund)


def _processed(refund: Refund) -> None:
    ledger.post(
        kind="refund_processed",
        ref=str(refund.pk),
        lines=[(ledger.refund_payable(refund.pk), refund.amount), (ledger.GATEWAY, -refund.amount)],
    )
    order = refund.payment.order
    order_refunded.send(type(order), order=order, amount=refund.amount, refund=refund)
    _tell(refund, "refund_paid")
    papers.issue_credit_note(refund=refund)


@transaction.atomic
def fail(refund: Refund, why: str, *, gateway_refund_id: str = "") -> bool:
    """Note that the gateway itself said no: it is tried anew with a new key, a few times.

    The money stays owed. False if the refund was not under way with this key.
    """
    tries = [*refund.earlier, {"key": refund.key, "id": gateway_refund_id, "why": why[:200]}]
    last = len(tries) >= settings.REFUND_TRIES
    wait = None if last else now() + FIRST_WAIT * 4 ** (len(tries) - 1)
    mine = Refund.objects.filter(pk=refund.pk, state__in=GOING, key=refund.key, external=False)
    if not mine.update(
        state=RefundState.FAILED,
        error=why[:200],
        earlier=tries,
        next_at=wait,
        gateway_refund_id=None,
    ):
        return False
    if last:
        log.error("refund %s of %s failed for good: somebody must look", refund.pk, refund.amount)
        _tell(refund, "refund_failed")
        issues.report(
            kind=ReconKind.REFUND_FAILED,
            ref=_issue(refund),
            expected=f"{refund.amount} paise back for order {refund.payment.order.receipt}",
            actual=why,
        )
    return True


@transaction.atomic
def retry(*, refund_id: int, actor: User | None = None) -> bool:
    """Let a failed refund be sent anew, with a new key; False if it has not failed.

    `actor` is who of the staff asks for it, or None for the sweep, which tries a few times.
    """
    refund = Refund.objects.get(pk=refund_id)
    mine = Refund.objects.filter(pk=refund_id, state=RefundState.FAILED, key=refund.key)
    moved = mine.update(state=RefundState.REQUESTED, key=_new_key(), next_at=None)
    if moved:
        issues.gone(kinds=[ReconKind.REFUND_FAILED], ref=_issue(refund))
    if moved and actor is not None:
        audit.record(
            "refund_retried", actor=actor, subject=refund.payment.order.payer, refund=refund_id
        )
    return bool(moved)


def apply_entity(entity: dict[str, Any]) -> str:
    """Take the gateway's word for a refund, ours or not; returns the outcome, "" if it is not ours.

    One that nobody here asked for is recorded, once it is paid, with the same effect on the ledger.
    """
    payment = Payment.objects.filter(gateway_payment_id=entity["payment_id"]).first()
    if payment is None:
        return ""
    for refund in payment.refunds.all():
        if entity["id"] == refund.gateway_refund_id or entity.get("receipt") == refund.key:
            apply_gateway_refund(refund, entity)
            return "applied"
        if entity["id"] in [tried["id"] for tried in refund.earlier]:
            return "an earlier try"
        if entity.get("receipt") in [tried["key"] for tried in refund.earlier]:
            return "an earlier try"
    if payment.rank < PAYMENT_RANK[PaymentState.CAPTURED]:
        return ""
    if entity["status"] != "processed":
        return "somebody else's, not paid yet"
    return _record_external(payment, entity)


@transaction.atomic
def _record_external(payment: Payment, entity: dict[str, Any]) -> str:
    refund = reserve(payment=payment, amount=entity["amount"], reason="made at the gateway")
    if refund is None:
        log.error("refund %s gives back more than is left of %s", entity["id"], payment)
        return ""
    Refund.objects.filter(pk=refund.pk).update(
        state=RefundState.PROCESSED,
        external=True,
        gateway_refund_id=entity["id"],
        processed_at=now(),
    )
    refund.refresh_from_db()
    _processed(refund)
    return "external"


def sweep() -> int:
    """Send refunds that wait and look after those pending; returns how many were looked at."""
    failed = Refund.objects.filter(state=RefundState.FAILED, next_at__lte=now())
    for refund_id in list(failed.values_list("pk", flat=True)[:SWEEP_LIMIT]):
        retry(refund_id=refund_id)
    waiting = Refund.objects.filter(state__in=SENDABLE)
    seen = 0
    for refund_id in list(waiting.values_list("pk", flat=True)[:SWEEP_LIMIT]):
        submit(refund_id=refund_id)
        seen += 1
    pending = Refund.objects.filter(state=RefundState.PENDING).select_related("payment__order")
    for refund in pending[:SWEEP_LIMIT]:
        try:
            apply_gateway_refund(refund, get_gateway().refund_by_id(refund.gateway_refund_id or ""))
        except GatewayError as error:
            log.warning("refund %s could not be asked for: %s", refund.pk, error)
        seen += 1
    return seen


def _tell(refund: Refund, kind: str) -> None:
    order = refund.payment.order
    data = {"amount": format_inr(refund.amount), "what": order.description}
    notify(user=order.payer, kind=kind, data=data, dedup=f"refund-{refund.pk}")


def _issue(refund: Refund) -> str:
    return f"refund {refund.pk} of {refund.payment.gateway_payment_id}"


def _new_key() -> str:
    return f"rf-{secrets.token_hex(12)}"
