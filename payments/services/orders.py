"""Opening orders here and at the gateway, and closing them."""

import logging
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Unavailable
from peerlearn.common.money import CURRENCY

from ..enums import OrderState, Purpose
from ..gateway import GatewayError, get_gateway
from ..models import Order
from ..signals import order_voided
from . import preferences

log = logging.getLogger(__name__)

CHECKOUT_SECONDS = 600
OPEN = (OrderState.NEW, OrderState.CREATED, OrderState.ATTEMPTED)


def open_order(
    *,
    payer: User,
    payee: User | None,
    amount: int,
    purpose: str,
    purpose_ref: str,
    description: str,
    expires_at: datetime | None,
) -> Order:
    """Write an order over `amount` paise; the gateway hears of it later, from `register`."""
    return Order.objects.create(
        payer=payer,
        payee=payee,
        amount=amount,
        currency=CURRENCY,
        purpose=purpose,
        purpose_ref=purpose_ref,
        description=description[:200],
        fee_bps=_fee_bps(purpose),
        receipt=f"pl-{secrets.token_hex(10)}",
        expires_at=expires_at,
        created_at=now(),
    )


def _fee_bps(purpose: str) -> int:
    booked = purpose == Purpose.BOOKING
    return settings.BOOKING_FEE_BPS if booked else settings.GIFT_FEE_BPS


def register(*, order_id: int) -> Order:
    """Make an order known to the gateway, once; call it outside any transaction.

    Raises Unavailable("payment_unavailable") if the gateway does not answer: nothing is lost.
    """
    order = Order.objects.select_related("payer").get(pk=order_id)
    if order.state != OrderState.NEW:
        return order
    # Committed before the call: whoever finds it set may find an order of ours at the gateway.
    first = Order.objects.filter(pk=order_id, asked_at=None).update(asked_at=now())
    try:
        entity = (None if first else _left_there(order)) or get_gateway().create_order(
            receipt=order.receipt, amount=order.amount, currency=order.currency
        )
    except GatewayError as error:
        log.warning("order %s was not registered: %s", order_id, error)
        raise Unavailable(
            "payment_unavailable", "The payment service does not answer. Try again in a moment."
        ) from error
    # Of two who ask at once the first id counts; the other order is never paid.
    Order.objects.filter(pk=order_id, state=OrderState.NEW).update(
        state=OrderState.CREATED, gateway_order_id=entity["id"]
    )
    order.refresh_from_db()
    return order


def _left_there(order: Order) -> dict[str, Any] | None:
    """Return the order that an earlier call opened at the gateway without telling us, if any."""
    found = get_gateway().orders_with_receipt(order.receipt)
    same = (e for e in found if e["receipt"] == order.receipt and e["amount"] == order.amount)
    return next(same, None)


def checkout_options(order: Order) -> dict[str, Any]:
    """Return what checkout.js may know: public key, order and who pays; never a secret."""
    left = CHECKOUT_SECONDS
    if order.expires_at:
        left = max(0, min(left, int((order.expires_at - now()).total_seconds())))
    return {
        "checkout_js": settings.RAZORPAY_CHECKOUT_JS,
        "verify_url": "/api/payments/verify/",
        "key": settings.RAZORPAY_KEY_ID,
        "order": order.pk,
        "order_id": order.gateway_order_id,
        "amount": order.amount,
        "currency": order.currency,
        "name": settings.SITE_NAME,
        "description": order.description,
        "prefill": _prefill(order.payer),
        "timeout": left,
    }


def _prefill(payer: User) -> dict[str, str]:
    method = preferences.method_of(payer)
    known = {"name": payer.name, "email": payer.email}
    return known | ({"method": method} if method else {})


@transaction.atomic
def void_order(*, order_id: int, reason: str) -> None:
    """Nobody will pay this order any more; one that is paid stays paid."""
    order = Order.objects.get(pk=order_id)
    if Order.objects.filter(pk=order_id, state__in=OPEN).update(state=OrderState.CANCELLED):
        order.refresh_from_db()
        order_voided.send(Order, order=order, reason=reason)
