"""What to show whom."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F

from learning.enums import ACTIVE, SessionState
from learning.models import Booking, Session
from learning.queries.sessions import visible
from peerlearn.common.clock import now

from .scoring import popularity

LOOK_BACK = timedelta(days=7)
CANDIDATES = 300


def trending_sessions(limit: int) -> list[Session]:
    """Return up to `limit` bookable sessions most in demand this week; two statements."""
    moment = now()
    open_ones = visible().filter(state=SessionState.SCHEDULED, starts_at__gt=moment)
    candidates = list(
        open_ones.filter(seats_taken__lt=F("capacity")).order_by("starts_at", "id")[:CANDIDATES]
    )
    rows = Booking.objects.filter(
        session__in=[session.pk for session in candidates],
        state__in=ACTIVE,
        confirmed_at__gte=moment - LOOK_BACK,
    )
    ages: dict[int, list[float]] = defaultdict(list)
    for session_id, confirmed_at in rows.values_list("session_id", "confirmed_at"):
        ages[session_id].append((moment - confirmed_at).total_seconds() / 3600)

    def score(session: Session) -> tuple[float, float]:
        mentor = session.mentor
        wanted = popularity(
            ages[session.pk], rating=mentor.rating, rating_count=mentor.rating_count
        )
        return (-wanted, session.starts_at.timestamp())

    # The same lesson on two days takes one place.
    best: dict[tuple[int, str], Session] = {}
    for session in sorted(candidates, key=score):
        best.setdefault((session.mentor_id, session.title), session)
    return list(best.values())[:limit]
