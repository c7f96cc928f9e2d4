"""Taking one's data along, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict

from .. import queries
from ..services import exports
from ..step_up import step_up_required
from .profile import frame


@require_GET
@login_required
@never_cache
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what one can take along, and how to leave."""
    context = frame(request, "privacy") | {"export": queries.last_export(request.user)}
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
def download_export(request: HttpRequest, pk: int) -> FileResponse:
    """Stream one's own export."""
    file = exports.open_file(user=request.user, export_id=pk)
    name = f"peerlearn-{now():%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
