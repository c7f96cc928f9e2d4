"""The door to all pages, and directions for search engines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.views import serve

from . import tree
from .seo.meta import absolute

# Behind a login, or nothing to read: nobody comes here from a search.
CLOSED = (
    "/admin/", "/api/", "/book/", "/bookings/", "/dev/", "/go/", "/learner/", "/login/code/",
    "/logout/", "/mentor/", "/notifications/", "/people/", "/profile/", "/report/", "/requests/",
    "/room/", "/two-factor/", "/accounts/",
)  # fmt: skip
# Searches and filters on filters have no end. One filter alone may be read: its links are good,
# the page itself says noindex.
ENDLESS = ("/*?q=", "/*?*&q=", "/sessions/*?*&", "/mentors/?*&")


def robots(request: HttpRequest) -> HttpResponse:
    """Say where there is nothing to look for, and where the map is."""
    if settings.SEARCH_ENGINES_WELCOME:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*CLOSED, *ENDLESS)), ""]
        lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page an address means, as Wagtail does."""
    tree.know_site(request)
    return serve(request, path)
