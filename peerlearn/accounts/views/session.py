"""Where people log in, and where they land afterwards."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from peerlearn.common.errors import NotAllowed

from ..navigation import next_of
from ..queries import home_of


@login_required
def home_redirect(request: HttpRequest) -> HttpResponse:
    """Send somebody to the dashboard of their role."""
    return redirect(home_of(request.user))


def to_login(request: HttpRequest) -> HttpResponse:
    """Send people from other login forms to ours, the only one that asks for the second factor.

    Wagtail sends here also who is logged in and may not enter: logging in again would not help.
    """
    target = next_of(request)
    if request.user.is_authenticated:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect(home_of(request.user))
        raise NotAllowed("not_allowed", _("This page is for staff."))
    return redirect(
        f"{settings.LOGIN_URL}?{urlencode({'next': target})}" if target else settings.LOGIN_URL
    )
