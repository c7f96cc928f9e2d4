"""The one door to "paid": fed by the browser's verify, by webhooks and by the reconciler."""

import logging
from typing import Any

from django.db import transaction

from peerlearn.common.clock import now
from peerlearn.common.errors import Unavailable

from ..enums import PAYMENT_RANK, FulfilState, OrderState, PaymentState
from ..gateway import GatewayError, Rejected, get_gateway
from ..models import Order, Payment
from ..signals import order_paid
from . import ledger, refunds

log = logging.getLogger(__name__)

Entity = dict[str, Any]


def apply_gateway_payment(entity: Entity) -> Payment | None:
    """Take the gateway's word for one payment; None if its order is not ours (yet).

    First the money is committed, then what it paid for is given: if the second fails it rolls
    back alone and the reconciler repeats it. Safe to call any number of times, in any order.
    """
    payment = _record(entity)
    if payment is not None:
        fulfil(order_id=payment.order_id)
        payment.refresh_from_db()
    return payment


@transaction.atomic
def _record(entity: Entity) -> Payment | None:
    order = (
        Order.objects.select_for_update()
        .filter(gateway_order_id=entity.get("order_id") or "")
        .first()
    )
    if order is None:
        return None
    payment, _ = Payment.objects.get_or_create(
        gateway_payment_id=entity["id"],
        defaults={
            "order": order,
            "amount": entity["amount"],
            "currency": entity["currency"],
            "created_at": now(),
        },
    )
    state = PaymentState(entity["status"])
    # Rank is the condition: late or repeated news never takes a payment back down.
    climbed = Payment.objects.filter(pk=payment.pk, rank__lt=PAYMENT_RANK[state]).update(
        state=state,
        rank=PAYMENT_RANK[state],
        method=entity.get("method") or "",
        fee=entity.get("fee"),
        tax=entity.get("tax"),
        error=(entity.get("error_description") or "")[:200],
    )
    payment.refresh_from_db()
    if climbed:
        _climbed(order, payment)
    return payment


def _climbed(order: Order, payment: Payment) -> None:
    if payment.rank >= PAYMENT_RANK[PaymentState.CAPTURED]:
        _captured(order, payment)
    else:
        Order.objects.filter(pk=order.pk, state=OrderState.CREATED).update(
            state=OrderState.ATTEMPTED
        )


def _captured(order: Order, payment: Payment) -> None:
    told = ledger.post(
        kind="capture",
        ref=payment.gateway_payment_id,
        lines=[(ledger.GATEWAY, payment.amount), (ledger.escrow(order.pk), -payment.amount)],
    )
    if told is None:
        return
    if payment.fee:
        ledger.post(
            kind="gateway_fee",
            ref=payment.gateway_payment_id,
            lines=[(ledger.GATEWAY_FEE, payment.fee), (ledger.GATEWAY, -payment.fee)],
        )
    Payment.objects.filter(pk=payment.pk).update(captured_at=now())
    right = payment.amount == order.amount and payment.currency == order.currency
    if order.state == OrderState.PAID or not right:
        # A second payment or a wrong sum is real money that bought nothing: back it goes.
        reason = "duplicate payment" if right else "wrong amount"
        refunds.reserve(payment=payment, amount=payment.amount, reason=reason)
        return
    Order.objects.filter(pk=order.pk).update(
        state=OrderState.PAID, paid_at=now(), fulfil_state=FulfilState.DUE
    )


def fulfil(*, order_id: int) -> None:
    """Give what a paid order bought, in its own transaction; a failure is tried again later."""
    try:
        _fulfil(order_id)
    except Exception:  # the money stands; the reconciler repeats this step
        log.exception("order %s is paid and not yet fulfilled", order_id)


@transaction.atomic
def _fulfil(order_id: int) -> None:
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.fulfil_state != FulfilState.DUE:
        return
    answers = [answer for _, answer in order_paid.send(Order, order=order) if answer]
    order.fulfil_state = FulfilState(answers[0]) if answers else FulfilState.REFUND_DUE
    order.save(update_fields=["fulfil_state"])
    if order.fulfil_state == FulfilState.REFUND_DUE:
        refunds.request_refund(
            order_id=order.pk, amount=order.amount, reason="nothing left to give"
        )


def sync_order(*, order_id: int) -> Order:
    """Ask the gateway what became of an order and apply it; call it outside any transaction.

    Raises Unavailable if the gateway does not answer.
    """
    order = Order.objects.get(pk=order_id)
    if order.gateway_order_id:
        try:
            for entity in get_gateway().order_payments(order.gateway_order_id):
                settle_entity(order, entity)
        except Rejected as error:
            log.warning("the gateway does not know order %s: %s", order_id, error)
        except GatewayError as error:
            raise Unavailable("payment_unavailable", "The payment service is silent.") from error
        order.refresh_from_db()
    return order


def settle_entity(order: Order, entity: Entity) -> Payment | None:
    """Apply a payment of `order`, capturing it first where it is only authorised."""
    wanted = order.state != OrderState.PAID and entity["amount"] == order.amount
    if entity["status"] == PaymentState.AUTHORIZED and wanted:
        try:
            entity = get_gateway().capture(
                entity["id"], amount=order.amount, currency=order.currency
            )
        except Rejected:
            # Somebody else captured it a moment ago: ask how it stands.
            entity = get_gateway().payment(entity["id"])
    return apply_gateway_payment(entity)
