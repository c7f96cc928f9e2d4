"""Allauth's mails about an address, sent after the commit; links lead to where the request came in.

Each address gets one of them in a while (allauth's `confirm_email` limit). A mail that can't be
sent is logged: logging in asks for it again. The imports from allauth's `internal` and `core` are
pinned with allauth itself (65.21).
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string

from .models import User


def ask_to_confirm(user: User) -> None:
    """Send somebody new the link that confirms their address."""

    def send(request: HttpRequest) -> None:
        address = EmailAddress.objects.get(user=user, email=user.email)
        address.send_confirmation(request, signup=True)

    _after_commit(user.email, send)


def ask_again(email: str) -> None:
    """Send the confirmation once more to an address that waits for it; nothing to any other."""
    waiting = EmailAddress.objects.filter(email=email.strip().lower(), verified=False)
    found = waiting.filter(user__is_active=True).select_related("user").first()
    if found is not None:
        ask_to_confirm(found.user)


def tell_of_account(email: str) -> None:
    """Tell the owner of an address that somebody signed up with it, and how to log in."""
    _after_commit(email, lambda _: get_adapter().send_account_already_exists_mail(email))


def tell(user: User, template: str, context: dict[str, Any], *, to: str = "") -> None:
    """Mail somebody account/email/<template>_{subject,message}.txt after the commit.

    For news that no request brings, such as a task's; `to` is another address than the account's.
    A mail that can't be sent is logged.
    """
    known = {"user": user, "site_url": settings.SITE_URL, **context}
    subject = render_to_string(f"account/email/{template}_subject.txt", known)
    message = render_to_string(f"account/email/{template}_message.txt", known)
    line, address = " ".join(subject.split()), to or user.email
    transaction.on_commit(lambda: send_mail(line, message, None, [address]), robust=True)


def _after_commit(email: str, send: Callable[[HttpRequest], None]) -> None:
    request = context.request

    def go() -> None:
        with context.request_context(request):
            if consume_email_verification_rate_limit(request, email):
                send(request)

    transaction.on_commit(go, robust=True)
