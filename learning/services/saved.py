"""Keeping a session for later, and letting it go."""

from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound

from ..models import SavedSession, Session
from ..queries.sessions import shown

MOST = 500


@transaction.atomic
def save(*, session_id: int, user: User) -> None:
    """Keep a session that has a public page; keeping it twice changes nothing.

    Raises NotFound for any other, Conflict("too_many_saved") beyond 500.
    """
    if not shown().filter(pk=session_id).exists():
        raise NotFound("no_session", "There is no such session.")
    held = SavedSession.objects.filter(user=user)
    if held.filter(session=session_id).exists():
        return
    if held.count() >= MOST:
        raise Conflict("too_many_saved", "You have saved 500 sessions. Take some away first.")
    SavedSession.objects.bulk_create(
        [SavedSession(user=user, session_id=session_id, created_at=now())], ignore_conflicts=True
    )


@transaction.atomic
def let_go(*, session_id: int, user: User) -> None:
    """Keep a session no longer; one that is not kept, or no session at all, is fine."""
    # By way of the sessions: no database takes a number of any length for a foreign key.
    sessions = Session.objects.filter(pk=session_id)
    SavedSession.objects.filter(user=user, session__in=sessions).delete()
