"""The page that says why a room, or what it left behind, is not shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from peerlearn.common.errors import DomainError


def refused(request: HttpRequest, error: DomainError, **more: Any) -> HttpResponse:
    """Answer with the error's words and status; `more` is what the template can tell beside."""
    context = {"error": error, "home": reverse("home-redirect")} | more
    return render(request, "live/refused.html", context, status=error.status)
