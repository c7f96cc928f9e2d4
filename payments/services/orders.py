"""Opening and closing orders."""

import secrets
from datetime import datetime

from django.conf import settings

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

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
