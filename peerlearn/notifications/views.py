"""The list behind the bell."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .queries import of_user
from .services import mark_read

ROWS = 100


@login_required
@never_cache
def notices(request: HttpRequest, role: str) -> HttpResponse:
    """Show one's own notices, newest first."""
    context = {"notices": of_user(request.user)[:ROWS], "role": role, "tab": "notifications"}
    return render(request, "notifications/list.html", context)


@login_required
@require_POST
def read_all(request: HttpRequest, role: str) -> HttpResponse:
    """Mark all of them read."""
    mark_read(user=request.user)
    return redirect(f"{role}-notifications")
