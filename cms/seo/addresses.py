"""Addresses that changed or were typed otherwise: each leads to the one that counts, in one hop."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect


def moved_to(request: HttpRequest, path: str) -> HttpResponse:
    """Send a request on to `path` for good; what it asked for stays behind the question mark."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
