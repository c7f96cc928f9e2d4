"""What is not a page: directions for search engines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CLOSED = ("/admin/", "/api/", "/book/", "/bookings/", "/learner/", "/mentor/", "/room/", "/dev/")


def robots(request: HttpRequest) -> HttpResponse:
    """Say where there is nothing to look for, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
