"""What the ready panel shows, for either side of a session."""

from dataclasses import dataclass
from datetime import datetime

from peerlearn.common.clock import now

from ..enums import BookingState, SessionState
from ..models import Booking, Session
from ..policies import ready_from


@dataclass(frozen=True)
class ReadyPanel:
    """Where a session stands for one person: opens later, ready or not, joinable, over."""

    session: Session
    role: str
    opens_at: datetime
    is_open: bool
    is_over: bool
    is_live: bool
    ready: bool
    other_ready: bool

    @property
    def can_join(self) -> bool:
        """Tell whether Join (or Start) is the next step."""
        return self.is_open and (self.is_live or self.ready)


def for_learner(booking: Booking) -> ReadyPanel:
    """Return a learner's panel for a confirmed booking."""
    session = booking.session
    return _panel(
        session,
        "learner",
        ready=booking.ready_at is not None,
        other_ready=session.mentor_ready_at is not None,
    )


def for_mentor(session: Session) -> ReadyPanel:
    """Return the mentor's panel; asks the database whether a learner is ready."""
    waiting = session.bookings.filter(state=BookingState.CONFIRMED, ready_at__isnull=False)
    return _panel(
        session,
        "mentor",
        ready=session.mentor_ready_at is not None,
        other_ready=waiting.exists(),
    )


def _panel(session: Session, role: str, *, ready: bool, other_ready: bool) -> ReadyPanel:
    opens = ready_from(session.starts_at)
    over = session.state in (SessionState.COMPLETED, SessionState.CANCELLED)
    return ReadyPanel(
        session=session,
        role=role,
        opens_at=opens,
        is_open=not over and now() >= opens,
        is_over=over,
        is_live=session.state == SessionState.LIVE,
        ready=ready,
        other_ready=other_ready,
    )
