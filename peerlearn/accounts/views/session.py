"""Where people log in, and where they land afterwards."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from ..navigation import next_of
from ..queries import home_of


@login_required
def home_redirect(request: HttpRequest) -> HttpResponse:
    """Send somebody to the dashboard of their role."""
    return redirect(home_of(request.user))


def to_login(request: HttpRequest) -> HttpResponse:
    """Send people from other login forms to ours, the only one that asks for the second factor."""
    target = next_of(request)
    return redirect(
        f"{settings.LOGIN_URL}?{urlencode({'next': target})}" if target else settings.LOGIN_URL
    )
