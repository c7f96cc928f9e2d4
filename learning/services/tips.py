"""Tips: what a learner gives the mentor after a session, within a week."""

from django.utils.translation import gettext as _

from payments.enums import Purpose
from payments.models import Gift
from payments.services import gifts, orders
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound

from ..enums import BookingState
from ..models import Booking
from ..policies import tippable_until
from ..queries import bookings as queries

REF = "booking:"


def open_tip(*, booking_id: int, actor: User, amount: int, message: str = "") -> Gift:
    """Open a tip of `amount` paise for a session one attended, and its order at the gateway.

    Calls the gateway, so no transaction may be open. Raises NotFound for somebody else's booking,
    Conflict("not_tippable"), Unavailable, and what `payments.services.gifts.open_gift` raises.
    """
    demand(actor, Permission.BOOK)
    booking = queries.of_learner(actor).filter(pk=booking_id).first()
    if booking is None:
        raise NotFound("no_booking", _("There is no such booking."))
    if not may_tip(booking):
        raise Conflict(
            "not_tippable", _("A tip is possible for seven days after a session you attended.")
        )
    tip = gifts.open_gift(
        payer=actor,
        payee=booking.session.mentor.user,
        amount=amount,
        room_ref=f"{REF}{booking.pk}",
        description=_("Tip: %s") % booking.session.title,
        message=message,
        purpose=Purpose.TIP,
    )
    tip.order = orders.register(order_id=tip.order_id)
    return tip


def may_tip(booking: Booking) -> bool:
    """Tell whether the learner of a booking may leave a tip now."""
    ended = booking.session.ended_at
    if booking.state != BookingState.COMPLETED or ended is None:
        return False
    return booking.session.mentor.user.is_active and now() <= tippable_until(ended)


def of_booking(booking: Booking, tip_id: int) -> Gift | None:
    """Return a tip of a booking by its number."""
    mine = Gift.objects.filter(payer=booking.learner_id, room_ref=f"{REF}{booking.pk}")
    return mine.select_related("order__payer", "payee").filter(pk=tip_id).first()
