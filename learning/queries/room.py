"""Who belongs in the room of a session."""

from peerlearn.accounts.models import User

from ..enums import BookingState
from ..models import Booking, Session

IN_ROOM = (BookingState.CONFIRMED, BookingState.COMPLETED)


def may_join(session: Session, user: User) -> str | None:
    """Return "mentor" or "learner" for somebody who belongs in the room, None for anybody else."""
    if not user.is_active:
        return None
    if session.mentor.user_id == user.pk:
        return "mentor"
    seat = Booking.objects.filter(session=session, learner=user, state__in=IN_ROOM)
    return "learner" if seat.exists() else None


def took_part(session: Session, user: User) -> str | None:
    """Return "mentor" or "learner" for who had a place in a session, however it was settled."""
    if session.mentor.user_id == user.pk:
        return "mentor"
    states = (*IN_ROOM, BookingState.NO_SHOW_LEARNER, BookingState.NO_SHOW_MENTOR)
    seat = Booking.objects.filter(session=session, learner=user, state__in=states)
    return "learner" if seat.exists() else None


def booking_in(session: Session, user: User) -> Booking | None:
    """Return the booking by which a learner is in the room."""
    return Booking.objects.filter(session=session, learner=user, state__in=IN_ROOM).first()


def people(session: Session) -> list[int]:
    """Return the user ids of the mentor and of every learner with a confirmed seat."""
    seats = Booking.objects.filter(session=session, state__in=IN_ROOM)
    return [session.mentor.user_id, *seats.values_list("learner_id", flat=True)]
