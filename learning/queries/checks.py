"""What check_ledger asks of learning: seats are not oversold, and what is over holds no money."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from payments.queries import still_held

from ..enums import ACTIVE, EARNED, SEATED, BookingState
from ..models import Booking, Session

OVER = (*EARNED, BookingState.CANCELLED_MENTOR, BookingState.NO_SHOW_MENTOR)


def seat_faults() -> Iterator[str]:
    """Yield a sentence for each session sold too often and each booking over that holds money."""
    seated = Count("bookings", filter=Q(bookings__state__in=[*SEATED]))
    for session in Session.objects.annotate(seated=seated).filter(seated__gt=F("capacity")):
        yield f"I5 session {session.pk} has {session.seated} in {session.capacity} seats"
    active = Booking.objects.filter(state__in=[*ACTIVE]).order_by().values("session", "learner")
    for row in active.annotate(seats=Count("pk")).filter(seats__gt=1).iterator():
        yield f"I5 session {row['session']} has learner {row['learner']} {row['seats']} times"
    over = Booking.objects.filter(state__in=OVER, order__in=still_held())
    for booking in over.iterator():
        yield f"I8 booking {booking.pk} is {booking.state} and order {booking.order_id} holds money"
