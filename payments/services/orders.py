"""Opening and closing orders."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Unavailable

from ..enums import OrderState
from ..models import Order


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
        purpose=purpose,
        purpose_ref=purpose_ref,
        description=description[:200],
        fee_bps=settings.BOOKING_FEE_BPS,
        receipt=f"pl-{secrets.token_hex(10)}",
        expires_at=expires_at,
        created_at=now(),
    )


def register(*, order_id: int) -> Order:
    """Make the order known to the gateway; Unavailable if it does not answer."""
    raise Unavailable("payment_unavailable", "The payment service does not answer. Try again.")


def checkout_options(order: Order) -> dict[str, Any]:
    """Return the public options for checkout.js."""
    return {"order_id": order.gateway_order_id, "amount": order.amount}


def void_order(*, order_id: int, reason: str) -> None:
    """Nobody will pay this order any more; a paid one stays as it is."""
    Order.objects.filter(pk=order_id).exclude(state=OrderState.PAID).update(
        state=OrderState.CANCELLED
    )
