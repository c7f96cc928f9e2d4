"""What every request passes through: the viewer's zone, and one answer to a broken rule."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

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
        """Give who opens the address of a form, as after a login, a page and not an empty one."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            error = DomainError("not_allowed", _("Please press the button again."), status=405)
            if not request.path.startswith("/api/"):
                page = _page(request, error)
                page["Allow"] = response["Allow"]
                return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render a DomainError; leave every other exception to Django."""
        if not isinstance(error, DomainError):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(error_body(error), status=error.status)
        return _page(request, error)


def _page(request: HttpRequest, error: DomainError) -> HttpResponse:
    return render(request, "errors/refused.html", {"error": error}, status=error.status)
