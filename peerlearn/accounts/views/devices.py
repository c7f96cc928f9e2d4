"""Where somebody is logged in, and signing out there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from peerlearn.common.errors import NotFound

from .. import queries
from ..services import devices as services
from .profile import frame


@require_GET
@login_required
@never_cache
def devices(request: HttpRequest) -> HttpResponse:
    """List browser sessions and API logins."""
    key = request.session.session_key or ""
    context = {
        "browsers": queries.browsers_of(request.user, key),
        "logins": queries.api_logins_of(request.user),
    }
    return render(request, "account/profile/devices.html", frame(request, "devices") | context)


@require_POST
@login_required
def sign_out_browser(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one browser; the one at hand logs out."""
    own = request.session.session_key
    try:
        ended = services.sign_out_browser(user=request.user, session_id=pk)
    except NotFound as error:
        messages.info(request, error.message)
        return redirect("profile-devices")
    if ended == own:
        logout(request)
        return redirect("login")
    messages.success(request, _("Signed out there."))
    return redirect("profile-devices")


@require_POST
@login_required
def sign_out_login(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign out one API client."""
    try:
        services.sign_out_login(user=request.user, family_id=pk)
    except NotFound as error:
        messages.info(request, error.message)
    else:
        messages.success(request, _("Signed out there."))
    return redirect("profile-devices")


@require_POST
@login_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    keep = request.session.session_key or ""
    ended = services.sign_out_elsewhere(user=request.user, keep_session=keep)
    words = ngettext("Signed out of %d other place.", "Signed out of %d other places.", ended)
    messages.success(request, words % ended)
    return redirect("profile-devices")
