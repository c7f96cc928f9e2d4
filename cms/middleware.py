"""What happens to an address no page has."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .seo import addresses

NOT_FOUND = 404
# Programs and files: nobody types their addresses, and case may matter.
NOT_PAGES = ("/admin/", "/api/", "/static/", "/media/", "/documents/", "/share/", "/ws/")


class OneAddressMiddleware:
    """Lead an address typed otherwise to the page it means, for good and in one hop."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request; look for what was meant only where nothing is."""
        response = self.get_response(request)
        if response.status_code != NOT_FOUND or request.method not in ("GET", "HEAD"):
            return response
        if request.path_info.startswith(NOT_PAGES):
            return response
        found = addresses.one_that_counts(request)
        return addresses.moved_to(request, found) if found else response
