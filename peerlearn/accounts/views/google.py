"""Sign-in with Google: there only when its keys are set."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.google.views import oauth2_callback
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..navigation import next_of

View = Callable[..., HttpResponse]


def with_keys(view: View) -> View:
    """Make a view 404 where Google does not know this site."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.GOOGLE_CLIENT_ID and settings.GOOGLE_CLIENT_SECRET):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@with_keys
@never_cache
@require_POST
def login(request: HttpRequest) -> HttpResponse:
    """Send somebody to Google, to come back logged in; only to log in, never to connect."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    limited = ratelimit.consume_or_429(request, action="login")
    if limited:
        return limited
    provider = get_adapter().get_provider(request, provider="google")
    target = next_of(request) or None
    return provider.redirect(request, process=AuthProcess.LOGIN, next_url=target)


@with_keys
@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """Take Google's answer."""
    return oauth2_callback(request)


def cancelled(request: HttpRequest) -> HttpResponse:
    """Say that nothing happened to who turned back at Google."""
    messages.info(request, _("You turned back at Google. Nothing happened."))
    return redirect(settings.LOGIN_URL)


def not_confirmed(request: HttpRequest) -> HttpResponse:
    """Send who comes with an address that Google has not confirmed to our own sign-up."""
    text = _("Google has not confirmed this address, so it can't open an account here.")
    messages.error(request, text)
    return redirect("register")
