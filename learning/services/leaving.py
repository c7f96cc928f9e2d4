"""A learner gives a confirmed seat back."""

from django.db import transaction
from django.utils.translation import gettext as _

from payments.services import refunds
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound
from peerlearn.notifications.services import notify

from ..cancellation import refund_amount
from ..enums import BookingState, MailKind, SessionState
from ..models import Booking
from ..policies import refund_policy
from . import earning, mails, seats, waitlist


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
    Conflict("refund_changed") if by now another sum would come back than was shown.
    """
    if not Booking.objects.filter(pk=booking_id, learner=actor).exists():
        raise NotFound("no_booking", _("There is no such booking."))
    booking = seats.lock_confirmed(booking_id)
    session = booking.session
    if session.state != SessionState.SCHEDULED or session.starts_at <= now():
        raise Conflict(
            "closed", _("This session has begun; the seat can't be given back any more.")
        )
    refund = refund_if_cancelled(booking)
    if refund != expected:
        raise Conflict("refund_changed", _("What comes back has just changed. Look again."))
    _give_back(booking, refund)
    return booking


@transaction.atomic
def give_back(*, booking_id: int, in_full: bool) -> bool:
    """Free a confirmed seat and refund by its terms, or in full; False if it is not confirmed.

    The caller knows that the session has not begun.
    """
    try:
        booking = seats.lock_confirmed(booking_id)
    except Conflict:
        return False
    _give_back(booking, booking.price if in_full else refund_if_cancelled(booking))
    return True


def _give_back(booking: Booking, refund: int) -> None:
    session = booking.session
    booking.state, booking.changed_at = BookingState.CANCELLED_LEARNER, now()
    booking.save(update_fields=["state", "changed_at"])
    if refund and booking.order_id:
        refunds.request_refund(order_id=booking.order_id, amount=refund, reason="learner cancelled")
    earning.earn(booking)  # what the terms keep
    waitlist.pass_on(session.pk)
    mails.note(booking, MailKind.CANCELLED)
    notify(
        user=session.mentor.user,
        kind="seat_given_back",
        data={"title": session.title, "learner": booking.learner.name, "url": "/mentor/sessions/"},
        dedup=f"booking-{booking.pk}",
    )
    seats.tell(booking, "cancelled")
