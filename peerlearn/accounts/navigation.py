"""Where to go next: only ever to a page of this site."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest


def next_of(request: HttpRequest) -> str:
    """Return the `next` of the form or the address if it is ours, else nothing."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if target and get_adapter().is_safe_url(target) else ""


def after_login(request: HttpRequest) -> str:
    """Return where somebody wanted to go, or the way to their own dashboard."""
    return next_of(request) or settings.LOGIN_REDIRECT_URL
