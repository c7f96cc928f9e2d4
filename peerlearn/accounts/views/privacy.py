"""Taking one's data along, and leaving."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.streams import StreamedFile

from .. import erasure_vetoes, queries
from ..forms import PasswordForm
from ..services import erasure, exports
from ..step_up import step_up_required
from .profile import frame


@require_GET
@login_required
@never_cache
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what one can take along, and how to leave."""
    context = frame(request, "privacy") | {
        "export": queries.last_export(request.user),
        "may_ask": exports.may_ask(request.user),
    }
    return render(request, "account/profile/privacy.html", context)


@require_POST
@login_required
def ask_export(request: HttpRequest) -> HttpResponse:
    """Start a data export."""
    try:
        exports.ask(user=request.user)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("We put your data together and write to you when it is done."))
    return redirect("profile-privacy")


@require_GET
@step_up_required
@never_cache
def download_export(request: HttpRequest, pk: int) -> StreamedFile:
    """Stream one's own export."""
    file = exports.open_file(user=request.user, export_id=pk)
    name = f"peerlearn-{now():%Y-%m-%d}.zip"
    return StreamedFile(file, as_attachment=True, filename=name, content_type="application/zip")


@sensitive_post_parameters("password")
@never_cache
@step_up_required
def delete_account(request: HttpRequest) -> HttpResponse:
    """Ask for the account to be deleted: what that means, what is in the way, the password."""
    if queries.waiting_erasure(request.user):
        return redirect("profile-privacy")
    # Who came by Google alone has no password; that login was confirmed as well as it can be.
    form = PasswordForm(request.POST or None) if request.user.has_usable_password() else None
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        if limited:
            return limited
        if form is None or (form.is_valid() and form.fits(request.user)):
            return _ask_for_deletion(request)
    against = erasure_vetoes.reasons(request.user)
    context = frame(request, "privacy") | {"form": form, "against": against}
    status = 400 if request.method == "POST" else 200
    return render(request, "account/profile/delete.html", context, status=status)


def _ask_for_deletion(request: HttpRequest) -> HttpResponse:
    try:
        erasure.ask(user=request.user)
    except Conflict:
        # The page itself lists what is in the way.
        return redirect("profile-delete")
    return redirect("profile-privacy")


@require_POST
@login_required
def keep_account(request: HttpRequest) -> HttpResponse:
    """Take the deletion back."""
    try:
        erasure.take_back(user=request.user)
    except Conflict as error:
        messages.info(request, error.message)
    else:
        messages.success(request, _("Your account stays."))
    return redirect("profile-privacy")
