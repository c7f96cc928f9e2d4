"""Finding the page an address means: the few pages editors make are read once, until they change.

Wagtail reads the site, its root and each step of an address on every request. Mentors are many and
are found by their index; sessions are no pages.
"""

from copy import copy
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from peerlearn.common.page_cache import SITE, remembered

from . import pictures


def know_site(request: HttpRequest) -> None:
    """Tell Wagtail the site of a request and its root page, so that it need not ask."""
    if not hasattr(request, "_wagtail_site"):
        key = ("site", request.get_host().partition(":")[0], request.get_port())
        request._wagtail_site = remembered(key, lambda: _site(request), tags=(SITE,))


def child(parent: Page, slug: str) -> Page | None:
    """Return the page of this slug below `parent` as its own kind, live or not; None if none."""
    children = remembered(("children", parent.pk), lambda: _children(parent), tags=(SITE,))
    if slug not in children:
        return None
    key, kind = children[slug]
    return remembered(("page", key), lambda: _ready(kind.objects.get(pk=key)), tags=(SITE,))


def for_one_visit(page: Page, parent: Page | None = None) -> Page:
    """Return a copy of a page whose live blocks can be filled without others seeing it."""
    mine = copy(page)
    if parent is not None:
        mine._cached_parent_obj = parent
    for name in _streams(page):
        setattr(mine, name, _copied(getattr(page, name)))
    return mine


def _copied(value: StreamValue) -> StreamValue:
    parts = [(one.block_type, _own(one.value), one.id) for one in value]
    return StreamValue(value.stream_block, parts)


def _own(value: Any) -> Any:
    return copy(value) if hasattr(value, "found") else value


def _streams(page: Page) -> list[str]:
    return [field.name for field in page._meta.fields if isinstance(field, StreamField)]


def _ready(page: Page) -> Page:
    """Make values of the stored blocks, and read their pictures."""
    pictures.read_together(*(getattr(page, name) for name in _streams(page)))
    return page


def _site(request: HttpRequest) -> Site | None:
    site = Site._find_for_request(request)
    if site is not None:
        site.root_page = _ready(site.root_page.specific)
    return site


def _children(parent: Page) -> dict[str, tuple[int, type[Page]]]:
    rows = parent.get_children().values_list("slug", "pk", "content_type_id")
    kinds = ContentType.objects.get_for_id
    return {slug: (key, kinds(kind).model_class()) for slug, key, kind in rows}
