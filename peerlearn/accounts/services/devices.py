"""Signing out single devices; `access.end_access` ends all of them."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.common.errors import NotFound

from ..models import RefreshFamily, User
from ..signals import access_ended
from . import access, audit, tokens


@transaction.atomic
def sign_out_browser(*, user: User, session_id: int) -> str:
    """End one of one's own browser sessions and its sockets; returns its key.

    `session_id` is the UserSession's. Raises NotFound("no_device") for one that is over already
    or somebody else's.
    """
    session = (
        UserSession.objects.select_for_update(no_key=True).filter(pk=session_id, user=user).first()
    )
    if session is None:
        raise _no_device()
    key = session.session_key
    access.end_session(session)
    access_ended.send(User, user_id=user.pk, why="device", keep_session="", only_session=key)
    audit.record("device_signed_out", actor=user, subject=user, agent=session.user_agent[:200])
    return key


@transaction.atomic
def sign_out_login(*, user: User, family_id: UUID) -> None:
    """End one of one's own API logins. Raises NotFound("no_device") as above."""
    family = RefreshFamily.objects.filter(pk=family_id, user=user).first()
    if family is None or not tokens.revoke(family=family, why="device"):
        raise _no_device()
    audit.record("device_signed_out", actor=user, subject=user, family=str(family.pk))


@transaction.atomic
def sign_out_elsewhere(*, user: User, keep_session: str) -> int:
    """End everything but the browser session with this key; returns how many ended."""
    ended = access.end_access(user=user, why="elsewhere", keep_session=keep_session)
    audit.record("signed_out_elsewhere", actor=user, subject=user, ended=ended)
    return ended


def _no_device() -> NotFound:
    return NotFound("no_device", _("This device is signed out already."))
