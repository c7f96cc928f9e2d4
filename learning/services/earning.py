"""What was taught is earned: learning knows when it is done, payments splits the money."""

from django.db import transaction
from django.db.models.functions import Coalesce

from payments.queries import still_held
from payments.services import earnings
from peerlearn.common import sweeps
from peerlearn.common.clock import now

from ..enums import EARNED, BookingState, ContestState
from ..models import Booking, Contest

SWEEP_LIMIT = 200


def earn(booking: Booking) -> None:
    """Split what a booking's order still holds, in the caller's transaction, once.

    For a booking that is over and of which something is kept; what is kept was sold.
    """
    if booking.order_id and booking.state in EARNED:
        earnings.earn(order_id=booking.order_id, at=now())


def earn_overdue() -> int:
    """Earn what is over and still held, as bookings from before earnings are; returns how many."""
    over = Booking.objects.filter(
        state__in=EARNED, order__earning=None, order__in=still_held()
    ).order_by("order_id")
    return sweeps.each(list(over.values_list("pk", flat=True)[:SWEEP_LIMIT]), _earn_late)


def catch_up() -> None:
    """Do at once all that the sweeps of earning do in turns: for data from long ago."""
    while earn_overdue() or earnings.mature():
        pass


@transaction.atomic
def _earn_late(booking_id: int) -> bool:
    mine = Booking.objects.select_for_update(of=("self",), no_key=True).select_related("session")
    booking = mine.annotate(done_at=Coalesce("session__ended_at", "changed_at", "created_at")).get(
        pk=booking_id
    )
    if booking.state not in EARNED or booking.order_id is None:
        return False
    given_up = booking.state == BookingState.CANCELLED_LEARNER
    done_at = booking.changed_at if given_up else booking.done_at
    made = earnings.earn(order_id=booking.order_id, at=done_at)
    if Contest.objects.filter(booking=booking, state=ContestState.OPEN).exists():
        earnings.hold(order_id=booking.order_id)
    return made is not None
