"""Reading what is contested."""

from django.db.models import QuerySet

from ..enums import ContestState
from ..models import Booking, Contest, Stay


def waiting() -> QuerySet[Contest]:
    """Return what staff have to decide, oldest first."""
    open_ones = Contest.objects.filter(state=ContestState.OPEN)
    return open_ones.select_related("by", "booking__session__mentor__user", "booking__learner")


def of_booking(booking: Booking) -> QuerySet[Contest]:
    """Return what was said about a booking, oldest first."""
    return Contest.objects.filter(booking=booking).select_related("by", "decided_by")


def stays_of(booking: Booking) -> QuerySet[Stay]:
    """Return when the booking's learner and the mentor were in the room, in order."""
    people = (booking.learner_id, booking.session.mentor.user_id)
    stays = Stay.objects.filter(session=booking.session_id, person__in=people)
    return stays.select_related("person").order_by("joined_at", "id")
