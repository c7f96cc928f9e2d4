"""What to show whom."""

from collections import defaultdict
from datetime import timedelta

from django.core.cache import cache
from django.db.models import F, QuerySet

from learning.enums import ACTIVE, SessionState
from learning.models import Booking, Session
from learning.queries.sessions import visible
from peerlearn.common.clock import now

from .scoring import popularity

LOOK_BACK = timedelta(days=7)
CANDIDATES = 300
MOST = 24
RANKING = "recommend:trending"
RANKING_SECONDS = 60


def trending_sessions(limit: int) -> list[Session]:
    """Return up to `limit` (at most MOST) bookable sessions most in demand this week."""
    ranked = trending_ids()
    by_id = {session.pk: session for session in _bookable().filter(pk__in=ranked)}
    return [by_id[key] for key in ranked if key in by_id][:limit]


def trending_ids() -> list[int]:
    """Return the keys of the sessions most in demand this week, most wanted first (MOST).

    They are up to RANKING_SECONDS old: whoever shows them asks what can still be booked.
    """
    ranked = cache.get(RANKING)
    if ranked is None:
        ranked = _rank()
        cache.set(RANKING, ranked, RANKING_SECONDS)
    return ranked


def _bookable() -> QuerySet[Session]:
    open_ones = visible().filter(state=SessionState.SCHEDULED, starts_at__gt=now())
    return open_ones.filter(seats_taken__lt=F("capacity"))


def _rank() -> list[int]:
    """Return session ids, most wanted first; the same lesson on two days takes one place."""
    moment = now()
    soonest = _bookable().select_related(None).select_related("mentor").order_by("starts_at", "id")
    needed = ("mentor", "title", "starts_at", "mentor__rating_sum", "mentor__rating_count")
    candidates = list(soonest.only(*needed)[:CANDIDATES])
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

    best: dict[tuple[int, str], int] = {}
    for session in sorted(candidates, key=score):
        best.setdefault((session.mentor_id, session.title), session.pk)
    return list(best.values())[:MOST]
