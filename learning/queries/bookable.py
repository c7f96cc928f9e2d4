"""What booking asks of a session and of a learner, at every click; composed once a process."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, Q

from peerlearn.accounts.models import User
from peerlearn.common.compiled import Compiled, given

from ..enums import ACTIVE, BookingState, SessionKind
from ..models import Booking, Mentor, Session

SESSION = (
    *("id", "mentor_id", "kind", "state", "title"),
    *("starts_at", "capacity", "seats_taken", "price"),
)
MENTOR = ("id", "user_id", "vetting")
USER = ("id", "is_active")

_session = Compiled(
    lambda: Session.objects.filter(pk=given("session")).values_list(
        *SESSION,
        *(f"mentor__{name}" for name in MENTOR),
        *(f"mentor__user__{name}" for name in USER),
    )
)
_HELD = Q(
    state=BookingState.HELD,
    hold_expires_at__gt=given("now", DateTimeField()),
    session__kind=SessionKind.PUBLIC,
)
_LET_GO = Q(
    session=given("session"),
    state__in=(BookingState.EXPIRED, BookingState.RELEASED),
    order__isnull=False,
    changed_at__gt=given("since", DateTimeField()),
)
_HERE = Q(session=given("session"), state__in=ACTIVE)
_seats = Compiled(
    lambda: (
        Booking.objects.filter(_HELD | _LET_GO | _HERE, learner=given("learner"))
        .order_by()
        .values_list("session_id", "state")
    )
)


@dataclass(frozen=True)
class Seats:
    """What a learner has: a seat in this session, unpaid ones in others, and let this one go."""

    stands: bool
    held: int
    let_go: int


def bookable(session_id: int) -> Session | None:
    """Return a session with its mentor and the mentor's account, as far as booking asks.

    Every other field is read when somebody asks for it.
    """
    row = _session.first(session=session_id)
    if row is None:
        return None
    mentor_at, user_at = len(SESSION), len(SESSION) + len(MENTOR)
    session = Session.from_db(None, SESSION, row[:mentor_at])
    session.mentor = Mentor.from_db(None, MENTOR, row[mentor_at:user_at])
    session.mentor.user = User.from_db(None, USER, row[user_at:])
    return session


def seats_of(*, learner_id: int, session_id: int, moment: datetime, since: datetime) -> Seats:
    """Return what a learner has of a session, and of public ones to be paid.

    `let_go` counts the seats that were held here, and went back unpaid, after `since`.
    """
    rows = _seats.rows(learner=learner_id, session=session_id, now=moment, since=since)
    here = [state for where, state in rows if where == session_id]
    stands = sum(state in ACTIVE for state in here)
    return Seats(bool(stands), len(rows) - len(here), len(here) - stands)
