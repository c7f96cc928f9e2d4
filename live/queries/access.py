"""Who may enter which room, and when. Reads only; one place decides for page, API and socket."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from learning.enums import SessionState
from learning.models import Booking, Session
from learning.policies import ready_from
from learning.queries import room as seats
from learning.queries import sessions
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.zones import iso_utc

from ..enums import LeftReason, RoomRole
from ..models import Participant


@dataclass(frozen=True)
class Place:
    """That somebody belongs in a room, and as what."""

    session: Session
    user: User
    role: RoomRole
    booking: Booking | None


def place_of(*, session_id: int, user: User) -> Place:
    """Return somebody's place in the room of a session, whenever it is.

    Raises NotFound("no_session"), NotAllowed("not_in_this_room"), NotAllowed("removed").
    """
    session = sessions.for_room(session_id)
    if session is None or session.state == SessionState.DRAFT:
        raise NotFound("no_session", _("There is no such session."))
    role = seats.may_join(session, user)
    if role is None:
        raise NotAllowed(
            "not_in_this_room",
            _("This room is for the mentor and for learners with a confirmed seat."),
        )
    if was_removed(session_id=session_id, user=user):
        raise NotAllowed("removed", _("The mentor removed you from this session."))
    booking = seats.booking_in(session, user) if role == RoomRole.LEARNER else None
    return Place(session, user, RoomRole(role), booking)


def coming_place(*, session_id: int, user: User) -> Place:
    """Return somebody's place in a room that is not over, however early.

    On top of `place_of`: 410 "cancelled" or "ended" for what is over.
    """
    place = place_of(session_id=session_id, user=user)
    if place.session.state == SessionState.CANCELLED:
        raise DomainError("cancelled", _("This session was cancelled."), status=410)
    if is_over(place.session):
        raise DomainError("ended", _("This session is over."), status=410)
    return place


def enter_place(*, session_id: int, user: User) -> Place:
    """Return somebody's place in a room that is open to them now.

    On top of `coming_place`: Conflict("too_early") with `fields["opens_at"]`.
    """
    place = coming_place(session_id=session_id, user=user)
    session = place.session
    opens = ready_from(session.starts_at)
    if now() < opens and session.state != SessionState.LIVE:
        raise Conflict(
            "too_early",
            _("The room opens %d minutes before the start.") % settings.READY_MINUTES_BEFORE,
            fields={"opens_at": iso_utc(opens)},
        )
    return place


def is_over(session: Session) -> bool:
    """Tell whether nobody can enter any more: ended, or past its time."""
    if session.state in (SessionState.COMPLETED, SessionState.CANCELLED):
        return True
    return now() >= closes_at(session)


def closes_at(session: Session) -> datetime:
    """Return until when one may enter: the end, with some grace for what has started."""
    if session.state != SessionState.LIVE:
        return session.ends_at
    return session.ends_at + timedelta(minutes=settings.ROOM_SWEEP_MINUTES_AFTER_END)


def was_removed(*, session_id: int, user: User) -> bool:
    """Tell whether the mentor removed this person from this room."""
    return Participant.objects.filter(
        room__session_id=session_id, user=user, left_reason=LeftReason.KICKED
    ).exists()
