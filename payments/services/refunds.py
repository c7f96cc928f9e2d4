"""Giving money back: promised in the database first, then sent with a key that makes it once."""

import logging
import secrets
from typing import Any

from django.db import transaction
from django.db.models import F

from peerlearn.common.clock import now

from ..enums import PAYMENT_RANK, PaymentState, RefundState
from ..gateway import GatewayError, Rejected, get_gateway
from ..models import Payment, Refund
from ..signals import order_refunded
from . import ledger

log = logging.getLogger(__name__)

SWEEP_LIMIT = 50


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


def reserve(*, payment: Payment, amount: int, reason: str) -> Refund | None:
    """Reserve part of a captured payment for a refund; None if that much is not left."""
    left = Payment.objects.filter(pk=payment.pk, refunds_reserved__lte=F("amount") - amount)
    if not left.update(refunds_reserved=F("refunds_reserved") + amount):
        return None
    refund = Refund.objects.create(
        payment=payment,
        amount=amount,
        reason=reason[:60],
        key=f"rf-{secrets.token_hex(12)}",
        created_at=now(),
    )
    ledger.post(
        kind="refund_requested",
        ref=str(refund.pk),
        lines=[
            (ledger.escrow(payment.order_id), amount),
            (ledger.refund_payable(refund.pk), -amount),
        ],
    )
    return refund


def submit(*, refund_id: int) -> Refund:
    """Send a refund to the gateway; call it outside any transaction.

    Without an answer it stays submitted and is sent again with the same key and body.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    sendable = (RefundState.REQUESTED, RefundState.SUBMITTED)
    if not Refund.objects.filter(pk=refund_id, state__in=sendable).update(
        state=RefundState.SUBMITTED, attempts=F("attempts") + 1
    ):
        return refund
    try:
        entity = get_gateway().refund(
            refund.payment.gateway_payment_id, amount=refund.amount, key=refund.key
        )
    except Rejected as error:
        log.error("refund %s was rejected: %s", refund_id, error)
        Refund.objects.filter(pk=refund_id, state=RefundState.SUBMITTED).update(
            state=RefundState.FAILED, error=error.reason[:200]
        )
    except GatewayError as error:
        log.warning("refund %s has no answer yet: %s", refund_id, error)
    else:
        apply_gateway_refund(refund, entity)
    refund.refresh_from_db()
    return refund


@transaction.atomic
def apply_gateway_refund(refund: Refund, entity: dict[str, Any]) -> None:
    """Take the gateway's word for a refund: processed once, pending until then, or failed."""
    going = (RefundState.SUBMITTED, RefundState.PENDING)
    mine = Refund.objects.filter(pk=refund.pk, state__in=going)
    if entity["status"] == "processed":
        if not mine.update(
            state=RefundState.PROCESSED, gateway_refund_id=entity["id"], processed_at=now()
        ):
            return
        ledger.post(
            kind="refund_processed",
            ref=str(refund.pk),
            lines=[
                (ledger.refund_payable(refund.pk), refund.amount),
                (ledger.GATEWAY, -refund.amount),
            ],
        )
        order = refund.payment.order
        order_refunded.send(type(order), order=order, amount=refund.amount)
    else:
        failed = entity["status"] == "failed"
        mine.update(
            state=RefundState.FAILED if failed else RefundState.PENDING,
            gateway_refund_id=entity["id"],
        )


def sweep() -> int:
    """Send refunds that wait and look after those pending; returns how many were looked at."""
    waiting = Refund.objects.filter(state__in=(RefundState.REQUESTED, RefundState.SUBMITTED))
    seen = 0
    for refund_id in waiting.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        submit(refund_id=refund_id)
        seen += 1
    pending = Refund.objects.filter(state=RefundState.PENDING).select_related("payment__order")
    for refund in pending[:SWEEP_LIMIT]:
        try:
            for entity in get_gateway().refunds(refund.payment.gateway_payment_id):
                if entity["id"] == refund.gateway_refund_id:
                    apply_gateway_refund(refund, entity)
        except GatewayError as error:
            log.warning("refund %s could not be asked for: %s", refund.pk, error)
        seen += 1
    return seen
