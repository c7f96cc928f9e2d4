"""Reading queues."""

from django.db.models import Count, OuterRef, QuerySet, Subquery

from peerlearn.accounts.models import User

from ..enums import WaitState
from ..models import WaitlistEntry


def of_learner(user: User) -> QuerySet[WaitlistEntry]:
    """Return the sessions somebody waits for, soonest first, each with its `place` in the queue."""
    waiting = WaitlistEntry.objects.filter(learner=user, state=WaitState.WAITING)
    before = WaitlistEntry.objects.filter(
        session=OuterRef("session"), state=WaitState.WAITING, pk__lte=OuterRef("pk")
    )
    place = before.order_by().values("session").annotate(n=Count("pk")).values("n")
    found = waiting.select_related("session__mentor__user", "session__domain")
    return found.annotate(place=Subquery(place)).order_by("session__starts_at", "id")


def waiting_for(user: User, session_id: int) -> WaitlistEntry | None:
    """Return somebody's place in the queue of a session, None if they do not wait."""
    return of_learner(user).filter(session_id=session_id).first()


def place_of(entry: WaitlistEntry) -> int:
    """Return how many stand in the queue up to this one: 1 is the next to be offered a seat."""
    queue = WaitlistEntry.objects.filter(session=entry.session_id, state=WaitState.WAITING)
    return queue.filter(pk__lte=entry.pk).count()


def length(session_id: int) -> int:
    """Return how many wait for a seat in a session."""
    return WaitlistEntry.objects.filter(session_id=session_id, state=WaitState.WAITING).count()
