"""Opening the payment of a seat that is held."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from payments.services import orders
from peerlearn.common.errors import Unavailable

from ..enums import BookingState
from ..models import Booking


def open_order(request: HttpRequest, booking: Booking) -> None:
    """Open the order of a held seat at the gateway; the page says so if nobody answers there."""
    if not booking.order_id or booking.state != BookingState.HELD:
        return
    try:
        orders.register(order_id=booking.order_id)
    except Unavailable:
        words = _("The payment service does not answer. Your seat is held and nothing was charged.")
        messages.error(request, words)
