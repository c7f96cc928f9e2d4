"""A learner gives a confirmed seat back."""

from django.db import transaction

from payments.services import refunds
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound
from peerlearn.notifications.services import notify

from ..cancellation import refund_amount
from ..enums import BookingState, SessionState
from ..models import Booking, Session
from ..policies import refund_policy
from ..signals import booking_changed
from .bookings import give_seat_back


def refund_if_cancelled(booking: Booking) -> int:
    """Return the paise that would come back if the learner cancelled now."""
    if booking.order_id is None:
        return 0
    policy = booking.policy or refund_policy()
    return refund_amount(booking.price, policy, booking.session.starts_at, now())


@transaction.atomic
def cancel(*, booking_id: int, actor: User, expected: int) -> Booking:
    """Give a confirmed seat back before the start; `expected` is the refund the learner was shown.

    Raises NotFound, Conflict("closed") once the session has begun or the seat is not confirmed,
    Conflict("refund_changed") if less would come back by now than was shown.
    """
    booking = (
        Booking.objects.select_related("learner", "session__mentor__user")
        .filter(pk=booking_id, learner=actor)
        .first()
    )
    if booking is None:
        raise NotFound("no_booking", "There is no such booking.")
    session = booking.session
    if session.state != SessionState.SCHEDULED or session.starts_at <= now():
        raise Conflict("closed", "This session has begun; the seat can't be given back any more.")
    if refund_if_cancelled(booking) < expected:
        raise Conflict("refund_changed", "What comes back has just changed. Look again.")
    if not give_back(booking):
        raise Conflict("closed", "This seat is not confirmed.")
    return booking


def give_back(booking: Booking, *, in_full: bool = False) -> bool:
    """Free a confirmed seat and refund by its terms, or in full; False if it is not confirmed.

    The caller holds the transaction, and knows that the session has not begun.
    """
    session = booking.session
    # The session before its seats, as whoever cancels it: the two would wait for each other.
    list(Session.objects.select_for_update(no_key=True).filter(pk=session.pk).values_list("pk"))
    refund = booking.price if in_full else refund_if_cancelled(booking)
    if not Booking.objects.filter(pk=booking.pk, state=BookingState.CONFIRMED).update(
        state=BookingState.CANCELLED_LEARNER
    ):
        return False
    booking.state = BookingState.CANCELLED_LEARNER
    give_seat_back(session.pk)
    if refund and booking.order_id:
        refunds.request_refund(order_id=booking.order_id, amount=refund, reason="learner cancelled")
    notify(
        user=session.mentor.user,
        kind="seat_given_back",
        data={"title": session.title, "learner": booking.learner.name, "url": "/mentor/sessions/"},
        dedup=f"booking-{booking.pk}",
    )
    booking_changed.send(Booking, booking_id=booking.pk, change="cancelled")
    return True
