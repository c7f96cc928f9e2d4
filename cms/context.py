"""What every template may ask of cms."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .screens.frame import frame


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Return menus, footer and announcement; read when a template first asks."""
    return {"frame": SimpleLazyObject(frame)}
