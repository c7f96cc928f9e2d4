"""Reading what a learner has attended."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import BookingState
from ..models import Booking, Session
from ..progress import Attended, Progress, credited, progress

VALUES = (
    "session__starts_at",
    "session__ends_at",
    "session__started_at",
    "session__ended_at",
    "session__domain__name",
    "attended_seconds",
)


def attended(user: User) -> QuerySet[Booking]:
    """Return the seats settled as attended, latest first, with session, mentor and certificate."""
    mine = Booking.objects.filter(learner=user, state=BookingState.COMPLETED)
    rows = mine.select_related("session__mentor__user", "session__domain", "certificate")
    return rows.order_by("-session__starts_at", "-id")


def of_learner(user: User, zone: ZoneInfo) -> Progress:
    """Return a learner's hours, topics, months and streak in their zone; one statement."""
    mine = Booking.objects.filter(learner=user, state=BookingState.COMPLETED).order_by()
    found = [
        Attended(starts, topic or "", credited(seconds, _ran(starts, ends, started, ended)))
        for starts, ends, started, ended, topic, seconds in mine.values_list(*VALUES)
    ]
    return progress(found, zone=zone, moment=now())


def seconds_of(booking: Booking) -> int:
    """Return the seconds of an attended seat that count."""
    return credited(booking.attended_seconds, ran(booking.session))


def ran(session: Session) -> timedelta:
    """Return how long a session took, at most what was planned."""
    return _ran(session.starts_at, session.ends_at, session.started_at, session.ended_at)


def _ran(
    starts: datetime, ends: datetime, started: datetime | None, ended: datetime | None
) -> timedelta:
    planned = ends - starts
    return min(planned, ended - started) if started and ended else planned
