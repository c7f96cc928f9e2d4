"""Accounts' part of a data export."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import F, Q

from .exports import OpenFile, Part, register
from .models import AuditEvent, DataExport, Erasure, RefreshFamily, User


def collect(user: User) -> dict[str, Any]:
    """Return the account and what was logged about it; no password and no secret is in it."""
    # Where staff sat when they did something to the account is the staff's own affair.
    own = AuditEvent.objects.filter(Q(actor=user) | Q(actor=None, subject=user))
    of_others = AuditEvent.objects.filter(subject=user).exclude(actor=None).exclude(actor=user)
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "time_zone": user.time_zone,
        "theme": user.theme,
        "languages": user.languages,
        "home_role": user.home_role,
        "standing": user.standing,
        "joined": user.date_joined,
        "last_login": user.last_login,
        "roles": list(user.role_grants.values("role", "granted_at")),
        "addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "primary", "verified")
        ),
        "browser_sessions": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at")
        ),
        "api_logins": list(
            RefreshFamily.objects.filter(user=user).values(
                "ip", "user_agent", "created_at", "last_used_at", "revoked_at"
            )
        ),
        "exports": list(DataExport.objects.filter(user=user).values("state", "asked_at")),
        "deletions": list(Erasure.objects.filter(user=user).values("state", "asked_at", "due_at")),
        "blocked": list(user.blocks.values("created_at", name=F("person__name"))),
        "log": list(own.order_by("at").values("at", "action", "ip", "user_agent")),
        "log_of_staff": list(of_others.order_by("at").values("at", "action")),
    }


def files(user: User) -> Iterable[OpenFile]:
    """Yield the picture."""
    if user.avatar and user.avatar.storage.exists(user.avatar.name):
        yield "picture.webp", lambda: user.avatar.storage.open(user.avatar.name)


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("account", collect, files))
