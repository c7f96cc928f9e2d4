"""What every template knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .zones import viewer_zone


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site's name, the viewer's zone, and whether dev-only links may show."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "dev_tools": settings.DEV_TOOLS,
        "viewer_zone": viewer_zone(request).key,
        "google_sign_in": bool(settings.GOOGLE_CLIENT_ID and settings.GOOGLE_CLIENT_SECRET),
        "payments_simulated": settings.ALLOW_PAYMENT_SIMULATOR,
    }
