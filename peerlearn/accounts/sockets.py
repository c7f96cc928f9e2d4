"""Who is at the other end of a socket. Channels runs neither OTPMiddleware nor our guards."""

from typing import Any

from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from .models import User

Scope = dict[str, Any]


def session_key(scope: Scope) -> str:
    """Return the key of the browser session a socket came with, "" without one."""
    return getattr(scope.get("session"), "session_key", None) or ""


def user_ids(scope: Scope) -> list[int]:
    """Return the id of who came with the socket's cookie; none for a visitor."""
    pk = getattr(scope.get("user"), "pk", None)
    return [] if pk is None else [pk]


def is_logged_in(scope: Scope) -> bool:
    """Tell whether the socket belongs to somebody; staff without their second factor are nobody.

    Asks the database, for the account and the session may have ended since the handshake, and for
    staff also for their device: call it in a thread.
    """
    user, key = scope.get("user"), session_key(scope)
    if not User.objects.filter(pk__in=user_ids(scope), is_active=True).exists():
        return False
    if key and not scope["session"].exists(key):
        return False
    return is_verified(scope) if user.works_here else True


def is_over(scope: Scope, event: dict[str, Any]) -> bool:
    """Tell whether an `access.ended` event means the session this socket came with."""
    key = session_key(scope)
    if event.get("only"):
        return key == event["only"]
    return not event["keep"] or key != event["keep"]


def is_verified(scope: Scope) -> bool:
    """Tell whether the socket's session passed a second factor its person still has.

    Asks the database: call it in a thread.
    """
    user, session = scope.get("user"), scope.get("session")
    if session is None or user is None or not user.is_authenticated:
        return False
    device = Device.from_persistent_id(session.get(DEVICE_ID_SESSION_KEY) or "")
    return device is not None and device.user_id == user.pk and device.confirmed
