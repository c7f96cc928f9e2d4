"""Reading what is contested."""

from django.db.models import QuerySet

from peerlearn.accounts.models import User

from ..enums import ContestState
from ..models import Booking, Contest, Session, Stay


def waiting() -> QuerySet[Contest]:
    """Return what staff have to decide, oldest first."""
    open_ones = Contest.objects.filter(state=ContestState.OPEN)
    return open_ones.select_related("by", "booking__session__mentor__user", "booking__learner")


def of_booking(booking: Booking) -> QuerySet[Contest]:
    """Return what was said about a booking, oldest first."""
    return Contest.objects.filter(booking=booking).select_related("by", "decided_by")


def said_by(user: User, session: Session) -> QuerySet[Contest]:
    """Return what somebody said about bookings of a session."""
    return Contest.objects.filter(by=user, booking__session=session)


def stays_of(booking: Booking) -> QuerySet[Stay]:
    """Return when the booking's learner and the mentor were in the room, in order."""
    people = (booking.learner_id, booking.session.mentor.user_id)
    stays = Stay.objects.filter(session=booking.session_id, person__in=people)
    return stays.select_related("person").order_by("joined_at", "id")
