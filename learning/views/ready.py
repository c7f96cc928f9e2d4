"""I'm Ready without a script."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..services import readiness


@login_required
@require_POST
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Say I'm Ready (or, with off=1, not after all) and go back."""
    readiness.mark_ready(session_id=pk, actor=request.user, on=not request.POST.get("off"))
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/go/"
    return redirect(target)
