"""Reading what people saved."""

from django.db.models import QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..models import SavedSession, Session
from .sessions import shown


def ids_of(user: User) -> frozenset[int]:
    """Return the ids of the sessions somebody saved; one statement."""
    return frozenset(SavedSession.objects.filter(user=user).values_list("session_id", flat=True))


def to_come(user: User) -> QuerySet[Session]:
    """Return saved sessions that are not over, soonest first."""
    return _of(user).filter(ends_at__gt=now()).order_by("starts_at", "id")


def over(user: User) -> QuerySet[Session]:
    """Return saved sessions that are over, latest first."""
    return _of(user).filter(ends_at__lte=now()).order_by("-starts_at", "-id")


def _of(user: User) -> QuerySet[Session]:
    return shown().filter(saved_by__user=user)
