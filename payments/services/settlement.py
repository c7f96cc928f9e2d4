"""The one door to "paid": fed by the browser's verify, by webhooks and by the reconciler."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField

from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, CompiledInsert, CompiledUpdate, given
from peerlearn.common.errors import Unavailable

from ..enums import (
    PAYMENT_RANK,
    SECOND_PAYMENT,
    WRONG_AMOUNT,
    FulfilState,
    OrderState,
    PaymentState,
)
from ..gateway import GatewayError, Rejected, get_gateway
from ..models import Order, Payment
from ..signals import order_paid
from . import gifts, ledger, papers, refunds

log = logging.getLogger(__name__)

Entity = dict[str, Any]

_order_of = Compiled(
    lambda: (
        Order.objects.select_for_update(no_key=True)
        .filter(gateway_order_id=given("order"))
        .order_by()
    )
)
_known = Compiled(lambda: Payment.objects.filter(gateway_payment_id=given("payment")).order_by())
_new = CompiledInsert(Payment)
_paid = CompiledUpdate(
    lambda: Order.objects.filter(pk=given("order")),
    state=OrderState.PAID,
    paid_at=given("now", DateTimeField()),
    fulfil_state=FulfilState.DUE,
)
_due = Compiled(
    lambda: (
        Order.objects.select_for_update(of=("self",), no_key=True)
        .select_related("payer", "payee")
        .filter(pk=given("order"))
        .order_by()
    )
)
_answered = CompiledUpdate(
    lambda: Order.objects.filter(pk=given("order")), fulfil_state=given("answer")
)


def apply_gateway_payment(entity: Entity) -> Payment | None:
    """Take the gateway's word for one payment; None if its order is not ours (yet).

    First the money is committed, then what it paid for is given: if the second fails it rolls
    back alone and the reconciler repeats it. Safe to call any number of times, in any order.
    """
    payment = _record(entity)
    if payment is not None:
        fulfil(order_id=payment.order_id)
    return payment


@transaction.atomic
def _record(entity: Entity) -> Payment | None:
    order = _order_of.object(order=entity.get("order_id") or "")
    if order is None:
        return None
    # The order is locked: nobody else writes a payment of it meanwhile.
    payment = _known.object(payment=entity["id"])
    if payment is None:
        return _begun(order, entity)
    if _given_back(entity):
        return _lapsed(payment)
    # Rank is the condition: late or repeated news never takes a payment back down.
    told = _told(entity)
    climbed = Payment.objects.filter(pk=payment.pk, rank__lt=told["rank"]).update(**told)
    payment.refresh_from_db()
    if climbed:
        _climbed(order, payment)
    elif payment.fee is None and entity.get("fee"):
        _learn_fee(payment, entity)
    return payment


def _told(entity: Entity) -> dict[str, Any]:
    """Return what the gateway says of a payment, as its fields."""
    state = PaymentState(entity["status"])
    return {
        "state": state,
        "rank": PAYMENT_RANK[state],
        "method": entity.get("method") or "",
        "fee": entity.get("fee"),
        "tax": entity.get("tax"),
        "error": (entity.get("error_description") or "")[:200],
    }


def _given_back(entity: Entity) -> bool:
    refunded = PaymentState(entity["status"]) == PaymentState.REFUNDED
    return refunded and not entity.get("captured", True)


def _begun(order: Order, entity: Entity) -> Payment:
    """Write a payment we hear of for the first time, at the rank it has by now."""
    told = {} if _given_back(entity) else _told(entity)
    moment = now()
    payment = Payment(
        order_id=order.pk,
        gateway_payment_id=entity["id"],
        amount=entity["amount"],
        currency=entity["currency"],
        created_at=moment,
        **told,
    )
    taken = payment.rank >= PAYMENT_RANK[PaymentState.CAPTURED]
    payment.captured_at = moment if taken else None
    _new.write([payment])
    if not told:
        return _lapsed(payment)
    if payment.rank:
        _climbed(order, payment)
    return payment


def _learn_fee(payment: Payment, entity: Entity) -> None:
    # Some answers to a capture don't have the fee yet.
    Payment.objects.filter(pk=payment.pk, fee=None).update(fee=entity["fee"], tax=entity.get("tax"))
    payment.fee = entity["fee"]
    if payment.rank >= PAYMENT_RANK[PaymentState.CAPTURED]:
        ledger.post_all(*_fees(payment))


def _lapsed(payment: Payment) -> Payment:
    # Nobody captured it in time and the gateway gave it back: no money of ours ever moved.
    Payment.objects.filter(pk=payment.pk, rank__lt=PAYMENT_RANK[PaymentState.CAPTURED]).update(
        state=PaymentState.FAILED,
        rank=PAYMENT_RANK[PaymentState.FAILED],
        error="Not captured in time; the gateway gave it back.",
    )
    payment.refresh_from_db()
    return payment


def _climbed(order: Order, payment: Payment) -> None:
    if payment.rank >= PAYMENT_RANK[PaymentState.CAPTURED]:
        _captured(order, payment)
    else:
        Order.objects.filter(pk=order.pk, state=OrderState.CREATED).update(
            state=OrderState.ATTEMPTED
        )


def _captured(order: Order, payment: Payment) -> None:
    held = ledger.escrow(order.pk)
    lines = [(ledger.GATEWAY, payment.amount), (held, -payment.amount)]
    capture = ledger.Posting("capture", payment.gateway_payment_id, lines)
    if ledger.post_all(capture, *_fees(payment), opens=held)[0] is None:
        return
    if payment.captured_at is None:
        Payment.objects.filter(pk=payment.pk).update(captured_at=now())
    right = payment.amount == order.amount and payment.currency == order.currency
    if order.state == OrderState.PAID or not right:
        # A second payment or a wrong sum is real money that bought nothing: back it goes.
        reason = SECOND_PAYMENT if right else WRONG_AMOUNT
        refunds.reserve(payment=payment, amount=payment.amount, reason=reason)
        return
    _paid.run(order=order.pk, now=now())
    gifts.note_paid(order=order)


def _fees(payment: Payment) -> list[ledger.Posting]:
    if not payment.fee:  # not known yet: `_learn_fee` books it once it is
        return []
    lines = [(ledger.GATEWAY_FEE, payment.fee), (ledger.GATEWAY, -payment.fee)]
    return [ledger.Posting("gateway_fee", payment.gateway_payment_id, lines)]


def fulfil(*, order_id: int) -> None:
    """Give what a paid order bought, in its own transaction; a failure is tried again later."""
    try:
        _fulfil(order_id)
    except Exception:  # the money stands; the reconciler repeats this step
        log.exception("order %s is paid and not yet fulfilled", order_id)


@transaction.atomic
def _fulfil(order_id: int) -> None:
    order = _due.object(order=order_id)
    if order is None or order.fulfil_state != FulfilState.DUE:
        return
    answers = [answer for _, answer in order_paid.send(Order, order=order) if answer]
    order.fulfil_state = FulfilState(answers[0]) if answers else FulfilState.REFUND_DUE
    _answered.run(order=order_id, answer=str(order.fulfil_state))
    if order.fulfil_state == FulfilState.REFUND_DUE:
        refunds.request_refund(
            order_id=order.pk, amount=order.amount, reason="nothing left to give"
        )
    else:
        papers.issue_receipt(order=order)


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
