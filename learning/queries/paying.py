"""How the payment of a seat stands, in one word and a sentence for who pays."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from payments.enums import FulfilState, OrderState, PaymentState, RefundState
from payments.models import Payment, Refund

from ..enums import BookingState
from ..models import Booking

ON_ITS_WAY = (PaymentState.CREATED, PaymentState.AUTHORIZED)
GONE = (BookingState.EXPIRED, BookingState.RELEASED)


@dataclass(frozen=True)
class Standing:
    """How a payment stands: `word` is for programs, `text` for people, empty if all is said.

    Words: free (nothing to pay), unopened (the gateway does not know of it yet), open, failed (the
    last try; another is possible), processing, confirmed, refunded, ended (the hold is over).
    """

    word: str
    text: str = ""


def standing(booking: Booking, moment: datetime) -> Standing:
    """Tell how the payment of a seat stands at a moment; asks nobody outside."""
    order = booking.order
    if booking.state not in (BookingState.HELD, *GONE):
        return Standing("confirmed")
    if order is None:
        return Standing("free")
    if booking.state in GONE and Refund.objects.filter(payment__order=order).exists():
        return Standing("refunded")
    last = Payment.objects.filter(order=order).order_by("-created_at", "-id").first()
    if order.fulfil_state == FulfilState.DUE or (last and last.state in ON_ITS_WAY):
        return Standing("processing", _processing(booking))
    if booking.state in GONE or (booking.hold_expires_at and booking.hold_expires_at <= moment):
        return Standing("ended")
    if last and last.state == PaymentState.FAILED:
        return Standing("failed", _failed(last))
    if order.state == OrderState.NEW:
        return Standing("unopened")
    return Standing("open")


def _processing(booking: Booking) -> str:
    if booking.state == BookingState.HELD:
        return _("Your bank is still at it. This page goes on by itself; you need not wait here.")
    return _(
        "Your bank was still at it when the hold ended. If the money arrives you get the seat, or "
        "all of it back if the seat is gone."
    )


def _failed(payment: Payment) -> str:
    said = f"{payment.error.rstrip('.')}. " if payment.error else ""
    return _(
        "The payment did not go through. %(said)sTry again, or another way. What your bank took "
        "all the same counts here or goes back by itself."
    ) % {"said": said}


def paid_back_at(order_id: int) -> datetime | None:
    """Return when the last refund of an order was done; None while one is on its way."""
    refunds = list(Refund.objects.filter(payment__order_id=order_id))
    if not refunds or any(one.state != RefundState.PROCESSED for one in refunds):
        return None
    return max(one.processed_at for one in refunds if one.processed_at)
