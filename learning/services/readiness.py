"""I'm Ready: from ten minutes before the start, shown live to the other side."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from peerlearn.common.zones import iso_utc
from peerlearn.notifications import push

from ..enums import BookingState, SessionState
from ..models import Booking, Session
from ..policies import ready_from
from ..queries import room


@dataclass(frozen=True)
class ReadyState:
    """Who is ready for a session, as pages and sockets show it."""

    session: int
    state: str
    role: str
    ready: bool
    mentor_ready: bool
    learners_ready: int
    learners: int
    opens_at: str
    join_url: str


@transaction.atomic
def mark_ready(*, session_id: int, actor: User, on: bool = True) -> ReadyState:
    """Say that somebody is ready, or not after all; both sides' open pages hear of it.

    Raises NotFound, NotAllowed("not_in_this_room"), Conflict("too_early"|"ended").
    """
    session = Session.objects.select_related("mentor__user").filter(pk=session_id).first()
    if session is None:
        raise NotFound("no_session", "There is no such session.")
    role = room.may_join(session, actor)
    if role is None:
        raise NotAllowed("not_in_this_room", "You have no seat in this session.")
    check_open(session)
    moment = now() if on else None
    if role == "mentor":
        Session.objects.filter(pk=session.pk).update(mentor_ready_at=moment)
    else:
        Booking.objects.filter(session=session, learner=actor, state=BookingState.CONFIRMED).update(
            ready_at=moment
        )
    session.refresh_from_db()
    state = ready_state(session, role=role, ready=on)
    news = asdict(state) | {"user": actor.pk, "name": actor.name, "title": session.title}
    mentor = session.mentor.user_id
    # Learners hear of the mentor and the mentor of learners; one's own other tabs follow.
    for user_id in {actor.pk, *(room.people(session) if role == "mentor" else [mentor])}:
        push.to_user(user_id, "session.ready", news)
    return state


def check_open(session: Session) -> None:
    """Raise Conflict("too_early"|"ended") unless the session can be entered now."""
    if session.state in (SessionState.COMPLETED, SessionState.CANCELLED):
        raise Conflict("ended", "This session is over.")
    if session.state not in (SessionState.SCHEDULED, SessionState.LIVE):
        raise Conflict("not_open", "This session is not open yet.")
    opens: datetime = ready_from(session.starts_at)
    if now() < opens:
        raise Conflict(
            "too_early",
            "The room opens ten minutes before the start.",
            fields={"opens_at": iso_utc(opens)},
        )


def ready_state(session: Session, *, role: str, ready: bool) -> ReadyState:
    """Return who is ready now."""
    seats = Booking.objects.filter(session=session, state__in=room.IN_ROOM)
    return ReadyState(
        session=session.pk,
        state=session.state,
        role=role,
        ready=ready,
        mentor_ready=session.mentor_ready_at is not None,
        learners_ready=seats.filter(ready_at__isnull=False).count(),
        learners=seats.count(),
        opens_at=iso_utc(ready_from(session.starts_at)),
        join_url=session.room_url,
    )
