"""Ending every way somebody is in: browser sessions, API logins, open sockets."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import F

from ..models import AuthenticatorApp, User
from ..signals import access_ended
from .tokens import revoke_all


@transaction.atomic
def end_access(*, user: User, why: str, keep_session: str = "") -> int:
    """End somebody's sessions, API logins and sockets; returns how many sessions and logins.

    No device is trusted any longer: each asks for a code again. `why` is a code of at most 20
    letters, kept on the API logins. `keep_session` is the key of a browser session that goes on, as
    the one in which a password was just changed. Sockets close after commit.
    """
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=keep_session))
    for session in sessions:
        end_session(session)
    logins = revoke_all(user=user, why=why)
    AuthenticatorApp.objects.filter(user=user).update(trust_round=F("trust_round") + 1)
    access_ended.send(User, user_id=user.pk, why=why, keep_session=keep_session)
    return len(sessions) + logins


def end_session(session: UserSession) -> None:
    """End one browser session in the caller's transaction; sockets are the caller's business."""
    key = session.session_key
    session.end()
    # A request that ran meanwhile may have put the session back into the cache.
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    transaction.on_commit(lambda: store.delete(key))
