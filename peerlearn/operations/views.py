"""Health of the process, and the dev-only pages: mail inbox and demo logins."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from peerlearn.accounts.models import AuthenticatorApp
from peerlearn.accounts.services.two_factor import current_code

from .demo_logins import LOGINS, PASSWORD

INBOX_LIMIT = 50


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the process and its database do their work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def dev_only(view):
    """Make a view answer 404 where dev tools are off."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEV_TOOLS:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@dev_only
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the mails this machine sent, newest first, with their links to follow."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = [mail for file in files[:INBOX_LIMIT] for mail in reversed(_mails(file))]
    return render(request, "operations/inbox.html", {"mails": mails[:INBOX_LIMIT]})


def _mails(file: Path) -> list[dict[str, str]]:
    # Django's file backend ends every message with a line of 79 dashes.
    parts = file.read_bytes().split(b"-" * 79 + b"\n")
    return [
        _shown(message_from_bytes(part, policy=policy.default)) for part in parts if part.strip()
    ]


def _shown(mail: EmailMessage) -> dict[str, str]:
    body = mail.get_body(preferencelist=("plain", "html"))
    return {
        "to": str(mail["To"]),
        "subject": str(mail["Subject"]),
        "date": str(mail["Date"]),
        "text": body.get_content() if body else "",
    }


@dev_only
@never_cache
def logins(request: HttpRequest) -> HttpResponse:
    """List the demo people one can log in as, with the code that their phone would show now."""
    apps = AuthenticatorApp.objects.filter(
        confirmed=True, user__email__in=[who["email"] for who in LOGINS]
    )
    codes = {app.user.email: current_code(app) for app in apps.select_related("user")}
    people = [{**who, "code": codes.get(who["email"], "")} for who in LOGINS]
    return render(request, "operations/logins.html", {"logins": people, "password": PASSWORD})
