"""The sweep that gives back seats nobody paid for."""

import logging

from payments.services import settlement
from peerlearn.common.clock import now
from peerlearn.common.errors import Unavailable

from ..enums import BookingState
from ..models import Booking
from .bookings import release

log = logging.getLogger(__name__)

SWEEP_LIMIT = 100


def expire_holds() -> int:
    """Release holds past their end; returns how many.

    An order that somebody tried to pay is asked for at the gateway first, outside any
    transaction: money already captured confirms the seat instead of losing it. If the gateway
    does not answer the seat stays held until the next sweep.
    """
    expired = Booking.objects.filter(state=BookingState.HELD, hold_expires_at__lte=now())
    released = 0
    for booking in expired.select_related("order")[:SWEEP_LIMIT]:
        try:
            if booking.order and booking.order.gateway_order_id:
                settlement.sync_order(order_id=booking.order.pk)
        except Unavailable:
            log.warning("gateway silent, booking %s stays held", booking.pk)
            continue
        if release(booking_id=booking.pk, actor=None).state == BookingState.EXPIRED:
            released += 1
    return released
