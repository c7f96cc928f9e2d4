"""Paying for a held seat: learning asks payments, and never touches money itself."""

from contextlib import suppress
from typing import Any

from django.core.cache import cache

from payments.services import orders, settlement, verification
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, Unavailable

from ..enums import BookingState
from ..models import Booking
from . import bookings

# How often the gateway is asked about one booking at most; whoever asks more hears what we know.
ASKED_EVERY = 4
ASKED_ABOUT = (BookingState.HELD, BookingState.EXPIRED, BookingState.RELEASED)


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


def check(*, booking: Booking) -> Booking:
    """Return a booking as it stands now; an unpaid one is asked after at the gateway, at a pace.

    A hold that is over goes back to others, unless its money came. A gateway that does not answer
    changes nothing. Calls the gateway, so no transaction may be open.
    """
    if booking.order_id is None or booking.state not in ASKED_ABOUT:
        return booking
    if not cache.add(f"learning:paying:asked:{booking.pk}", 1, ASKED_EVERY):
        return booking
    with suppress(Unavailable):
        booking = refresh(booking_id=booking.pk)
        ends = booking.hold_expires_at
        if booking.state == BookingState.HELD and ends and ends <= now():
            booking = bookings.release(booking_id=booking.pk, actor=None)
    return booking


def take_back(*, booking: Booking, fields: dict[str, str]) -> None:
    """Settle what the gateway's own page sent the browser back with, if its signature is good.

    Nothing is asked of the gateway without one. Calls the gateway, so no transaction may be open.
    """
    order = booking.order
    if order is None or not order.gateway_order_id or not fields.get("razorpay_payment_id"):
        return
    with suppress(DomainError):
        verification.verify(
            payer=order.payer,
            gateway_order_id=order.gateway_order_id,
            gateway_payment_id=fields["razorpay_payment_id"],
            signature=fields.get("razorpay_signature", ""),
        )
