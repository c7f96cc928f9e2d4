"""Sweeps that find what was lost on the way: idempotent, forward only."""

import logging
from datetime import timedelta

from django.db.models import Q

from peerlearn.common.clock import now
from peerlearn.common.errors import Unavailable

from ..enums import FulfilState, OrderState
from ..models import Order
from ..pacing import paced
from . import orders, refunds, settlement, webhooks

log = logging.getLogger(__name__)

LOOK_AFTER = timedelta(minutes=2)
LOOK_UNTIL = timedelta(hours=2)
SWEEP_LIMIT = 50


def sweep() -> dict[str, int]:
    """Fulfil what is due, retry webhooks, send refunds, ask after open orders; counts of each."""
    with paced():
        return _sweep()


def _sweep() -> dict[str, int]:
    return {
        "fulfilled": fulfil_due(),
        "webhooks": webhooks.sweep(),
        "refunds": refunds.sweep(),
        "orders": ask_after_orders(),
    }


def fulfil_due() -> int:
    """Give what paid orders bought and did not get; returns how many there were."""
    due = Order.objects.filter(fulfil_state=FulfilState.DUE)
    ids = list(due.values_list("pk", flat=True)[:SWEEP_LIMIT])
    for order_id in ids:
        settlement.fulfil(order_id=order_id)
    return len(ids)


def ask_after_orders() -> int:
    """Ask what became of open orders, open those the gateway does not know; returns how many."""
    return _open_orders() + _register_again()


def _open_orders() -> int:
    moment = now()
    # Cancelled ones too: money may have been on its way when the hold ended.
    states = (OrderState.CREATED, OrderState.ATTEMPTED, OrderState.CANCELLED)
    waiting = Order.objects.filter(
        state__in=states,
        gateway_order_id__isnull=False,
        created_at__range=(moment - LOOK_UNTIL, moment - LOOK_AFTER),
    ).order_by("-created_at")
    seen = 0
    for order_id in waiting.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        try:
            settlement.sync_order(order_id=order_id)
        except Unavailable:
            log.warning("the gateway is silent; orders are asked after later")
            return seen
        seen += 1
    return seen


def _register_again() -> int:
    """Open orders that the gateway does not know of, or did not tell us of: same receipt."""
    moment = now()
    wanted = Q(expires_at=None) | Q(expires_at__gt=moment)
    lost = Order.objects.filter(
        wanted,
        state=OrderState.NEW,
        asked_at__isnull=False,
        created_at__range=(moment - LOOK_UNTIL, moment - LOOK_AFTER),
    )
    seen = 0
    for order_id in lost.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        try:
            orders.register(order_id=order_id)
        except Unavailable:
            return seen
        seen += 1
    return seen
