"""Showing editors' pictures."""

from typing import Any

from django import template
from wagtail.images.models import Image

from ..pictures import shown

register = template.Library()


@register.inclusion_tag("components/picture.html")
def editor_picture(image: Image | None, look: str, **how: Any) -> dict[str, Any]:
    """Show a picture in one of the looks of cms/pictures.py; `how`: sizes, class, eager, first."""
    return {**how, **(shown(image, look) or {})}
