"""Ending every way somebody is in: browser sessions, API logins, open sockets."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from peerlearn.common.clock import now

from ..models import RefreshFamily, User
from ..signals import access_ended

WHY_CHARACTERS = 20


@transaction.atomic
def end_access(*, user: User, why: str, keep_session: str = "") -> int:
    """End somebody's sessions, API logins and sockets; returns how many sessions and logins.

    `why` is a short code kept on the API logins. `keep_session` is the key of a browser session
    that goes on, as the one in which a password was just changed. Sockets close after commit.
    """
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=keep_session))
    for session in sessions:
        session.end()
    keys = [session.session_key for session in sessions]
    # A request that ran meanwhile may have put the session back into the cache.
    transaction.on_commit(lambda: _forget(keys))
    logins = RefreshFamily.objects.filter(user=user, revoked_at=None).update(
        revoked_at=now(), revoked_why=why[:WHY_CHARACTERS]
    )
    access_ended.send(User, user_id=user.pk, why=why, keep_session=keep_session)
    return len(sessions) + logins


def _forget(keys: list[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
