"""What the browser brings back from checkout: believed only with our signature and the facts."""

import logging

from django.conf import settings

from peerlearn.accounts.models import User
from peerlearn.common.errors import DomainError, NotFound

from ..enums import FulfilState, OrderState, PaymentState
from ..gateway import GatewayError, get_gateway
from ..models import Order
from ..signatures import is_signed, payment_message
from .settlement import settle_entity

log = logging.getLogger(__name__)


def verify(
    *, payer: User, gateway_order_id: str, gateway_payment_id: str, signature: str
) -> tuple[Order, str]:
    """Check what checkout handed to the browser and settle it; returns the order and its outcome.

    The outcome is confirmed, processing, failed or refunded; asked again it is the same. Raises
    NotFound for an order that is not the payer's, DomainError("bad_signature"|"payment_mismatch").
    """
    order = Order.objects.filter(gateway_order_id=gateway_order_id, payer=payer).first()
    if order is None or not order.gateway_order_id:
        raise NotFound("no_order", "There is no such order.")
    message = payment_message(order.gateway_order_id, gateway_payment_id)
    if not is_signed(message, signature, [settings.RAZORPAY_KEY_SECRET]):
        raise DomainError("bad_signature", "This payment could not be verified.")
    try:
        entity = get_gateway().payment(gateway_payment_id)
        if entity["order_id"] != order.gateway_order_id:
            raise DomainError("payment_mismatch", "This payment is for something else.")
        settle_entity(order, entity)
    except GatewayError as error:
        # The signature proves that something was paid: the reconciler will find out what.
        log.warning("order %s waits to be verified: %s", order.pk, error)
    return order, outcome(order)


def outcome(order: Order) -> str:
    """Return how an order stands in one word: confirmed, processing, failed, refunded or open."""
    order.refresh_from_db()
    words = {
        FulfilState.FULFILLED: "confirmed",
        FulfilState.REFUND_DUE: "refunded",
        FulfilState.DUE: "processing",
    }
    if order.fulfil_state in words:
        return words[FulfilState(order.fulfil_state)]
    last = order.payments.order_by("-created_at", "-id").first()
    if last is not None and last.state == PaymentState.FAILED:
        return "failed"
    return "processing" if order.state != OrderState.CANCELLED else "failed"
