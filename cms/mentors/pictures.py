"""Pictures on a mentor's page: drawn when it is published, read together when it is shown."""

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.db.models.query import Prefetch
from wagtail.images import get_image_model
from wagtail.images.models import Filter

PORTRAIT = "fill-320x320|format-webp"
WIDE = "max-960x960|format-webp"


def of_page(page: Any) -> Iterator[tuple[Any, str]]:
    """Yield the pictures of a page, each with the form in which it is shown."""
    if page.portrait is not None:
        yield page.portrait, PORTRAIT
    if page.poster is not None:
        yield page.poster, WIDE
    for block in page.biography:
        if block.block_type == "picture" and block.value is not None:
            yield block.value, WIDE


def read_together(page: Any) -> None:
    """Read all drawn forms of the page's pictures in one statement, none if there is no picture."""
    pictures = [picture for picture, _form in of_page(page)]
    if pictures:
        drawn = (
            get_image_model().get_rendition_model().objects.filter(filter_spec__in=(PORTRAIT, WIDE))
        )
        found = Prefetch("renditions", queryset=drawn, to_attr="prefetched_renditions")
        prefetch_related_objects(pictures, found)


def draw(page: Any) -> None:
    """Draw what the page will show, so that nobody's visit has to."""
    read_together(page)
    for picture, form in of_page(page):
        picture.get_rendition(Filter(spec=form))
