"""Devices people told us to trust: a signed cookie that spares the code, never the password."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import AuthenticatorApp, User

COOKIE = "trusted_device"
SALT = "peerlearn.accounts.trust"
SECONDS = 30 * 24 * 3600


def may_be_trusted(user: User) -> bool:
    """Tell whether the code may ever be spared; staff always give one."""
    return not user.works_here


def _binding(user: User) -> str | None:
    """Return what ends with password, app and a sign-out everywhere; None without an app."""
    app = AuthenticatorApp.objects.filter(user=user, confirmed=True).first()
    if app is None:
        return None
    return salted_hmac(
        SALT, f"{user.pk}:{user.password}:{app.secret}:{app.trust_round}"
    ).hexdigest()


def remember(response: HttpResponse, user: User) -> None:
    """Trust the browser that gets this answer, for 30 days."""
    binding = _binding(user)
    if not may_be_trusted(user) or binding is None:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps({"user": user.pk, "binding": binding}, salt=SALT),
        max_age=SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def is_trusted(request: HttpRequest, user: User) -> bool:
    """Tell whether this browser was remembered for this person, password and app."""
    if not may_be_trusted(user):
        return False
    try:
        told: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return False
    binding = _binding(user)
    return (
        binding is not None
        and told.get("user") == user.pk
        and constant_time_compare(told.get("binding", ""), binding)
    )
