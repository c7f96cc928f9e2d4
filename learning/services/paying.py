"""Paying for a held seat: learning asks payments, and never touches money itself."""

from typing import Any

from payments.services import orders, settlement
from peerlearn.common.errors import Conflict

from ..models import Booking


def open_checkout(*, booking: Booking) -> dict[str, Any]:
    """Make a held booking's order known to the gateway; returns the options for checkout.js.

    Calls the gateway, so no transaction may be open. Raises Conflict("nothing_to_pay") for a free
    seat, Unavailable if the gateway does not answer.
    """
    if booking.order_id is None:
        raise Conflict("nothing_to_pay", "This seat is free.")
    order = orders.register(order_id=booking.order_id)
    return orders.checkout_options(order)


def refresh(*, booking_id: int) -> Booking:
    """Ask the gateway whether a booking is paid, settle it if so, and return it as it now stands.

    Calls the gateway, so no transaction may be open. Raises Unavailable if it does not answer.
    """
    booking = Booking.objects.select_related("order").get(pk=booking_id)
    if booking.order_id:
        settlement.sync_order(order_id=booking.order_id)
        booking.refresh_from_db()
    return booking
