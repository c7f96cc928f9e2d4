"""Sweeps that find what was lost on the way: idempotent, forward only."""

import logging
from datetime import timedelta

from peerlearn.common.clock import now
from peerlearn.common.errors import Unavailable

from ..enums import FulfilState, OrderState
from ..models import Order
from . import refunds, settlement, webhooks

log = logging.getLogger(__name__)

LOOK_AFTER = timedelta(minutes=2)
LOOK_UNTIL = timedelta(hours=2)
SWEEP_LIMIT = 50


def sweep() -> dict[str, int]:
    """Fulfil what is due, retry webhooks, send refunds, ask after open orders; counts of each."""
    return {
        "fulfilled": _fulfil_due(),
        "webhooks": webhooks.sweep(),
        "refunds": refunds.sweep(),
        "orders": _ask_after_orders(),
    }


def _fulfil_due() -> int:
    due = Order.objects.filter(fulfil_state=FulfilState.DUE)
    ids = list(due.values_list("pk", flat=True)[:SWEEP_LIMIT])
    for order_id in ids:
        settlement.fulfil(order_id=order_id)
    return len(ids)


def _ask_after_orders() -> int:
    moment = now()
    # Cancelled ones too: money may have been on its way when the hold ended.
    states = (OrderState.CREATED, OrderState.ATTEMPTED, OrderState.CANCELLED)
    orders = Order.objects.filter(
        state__in=states,
        gateway_order_id__isnull=False,
        created_at__range=(moment - LOOK_UNTIL, moment - LOOK_AFTER),
    ).order_by("-created_at")
    seen = 0
    for order_id in orders.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        try:
            settlement.sync_order(order_id=order_id)
        except Unavailable:
            log.warning("the gateway is silent; orders are asked after later")
            return seen
        seen += 1
    return seen
