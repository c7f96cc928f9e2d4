"""What follows when somebody comes in, goes out, or changes how they come in."""

from typing import Any

from allauth.account import signals as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from . import mails, step_up
from .models import User
from .services import audit
from .services.access import end_access
from .services.tokens import revoke_all
from .signals import access_ended, export_ready, two_factor_changed


@receiver(user_logged_in)
def note_login(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Log a login; it counts as having just confirmed who one is."""
    by_code = getattr(user, "otp_device", None) is not None
    step_up.note(request, user, step_up.BY_CODE if by_code else step_up.BY_PASSWORD)
    audit.record("logged_in", actor=user, subject=user, second_factor=by_code)


@receiver(user_login_failed)
def note_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Log a failed login with whose account was tried; the typed address may be a password."""
    email = str(credentials.get("email") or "").strip().lower()
    subject = User.objects.filter(email=email).first() if email else None
    audit.record("login_failed", actor=None, subject=subject)


@receiver(user_logged_out)
def note_logout(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Log a logout, and hang up in every tab of that browser."""
    if user is None:
        return
    audit.record("logged_out", actor=user, subject=user)
    if key := request.session.session_key:
        access_ended.send(User, user_id=user.pk, why="logout", keep_session="", only_session=key)


@receiver([allauth.password_changed, allauth.password_set, allauth.password_reset])
def note_password(
    sender: Any, request: HttpRequest, user: User, signal: Any, **kwargs: Any
) -> None:
    """Log a new password."""
    way = "reset" if signal is allauth.password_reset else "changed"
    audit.record("password_changed", actor=user, subject=user, way=way)
    kept = request.session.session_key or "" if request.user.pk == user.pk else ""
    end_access(user=user, why="password", keep_session=kept)


@receiver(allauth.email_confirmed)
def note_address(sender: Any, email_address: Any, **kwargs: Any) -> None:
    """Log that an address was confirmed."""
    audit.record("email_confirmed", actor=email_address.user, subject=email_address.user)


@receiver(two_factor_changed)
def end_programs(sender: Any, user_id: int, change: str, **kwargs: Any) -> None:
    """End API logins that passed another second factor than the account now has, or none."""
    if change in ("on", "off"):
        revoke_all(user=User.objects.get(pk=user_id), why="two_factor")


@receiver(two_factor_changed)
def tell_by_mail(sender: Any, user_id: int, change: str, **kwargs: Any) -> None:
    """Mail the person what happened to their second factor, once it is committed."""
    request = context.request
    if request is None:  # a command: whoever runs it tells the person
        return
    user = User.objects.get(pk=user_id)

    def send() -> None:
        with context.request_context(request):
            get_adapter().send_notification_mail(f"account/email/two_factor_{change}", user)

    transaction.on_commit(send)


@receiver(export_ready)
def tell_of_export(sender: Any, user_id: int, **kwargs: Any) -> None:
    """Mail the person where their data waits."""
    mails.tell(User.objects.get(pk=user_id), "export_ready", {})
