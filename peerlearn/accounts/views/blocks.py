"""Whom somebody keeps away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from .. import queries
from ..services import blocks
from .profile import frame


@require_GET
@login_required
@never_cache
def blocked(request: HttpRequest) -> HttpResponse:
    """List them."""
    context = frame(request, "blocked") | {"blocks": queries.blocks_of(request.user)}
    return render(request, "account/profile/blocked.html", context)


@require_POST
@login_required
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep somebody away no longer."""
    if blocks.unblock(user=request.user, person_id=pk):
        messages.success(request, _("They can book, ask and follow again."))
    return redirect("profile-blocked")
