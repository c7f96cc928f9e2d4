"""What every request passes through: the viewer's zone, and one answer to a broken rule."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from .errors import DomainError
from .http import error_body
from .zones import viewer_zone

View = Callable[[HttpRequest], HttpResponse]


class ViewerZoneMiddleware:
    """Activate the zone of who looks, for templates and forms."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request in the viewer's zone."""
        with timezone.override(viewer_zone(request)):
            return self.get_response(request)


class DomainErrorMiddleware:
    """Answer a DomainError that no form caught: a page for people, JSON for scripts."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render a DomainError; leave every other exception to Django."""
        if not isinstance(error, DomainError):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(error_body(error), status=error.status)
        return render(request, "errors/refused.html", {"error": error}, status=error.status)
