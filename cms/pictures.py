"""Pictures of editors: in which sizes each look of a page shows them. The only place that says so.

Sizes that cut ("fill") keep the focal point an editor has set.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StreamValue, StructBlock
from wagtail.images.blocks import ImageBlock
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Image, SourceImageIOError

KINDS = ("avif", "webp")
LOOKS: dict[str, tuple[str, ...]] = {
    "wide": ("width-480", "width-800", "width-1280"),
    "face": ("fill-96x96", "fill-192x192"),
    "arch": ("fill-400x500", "fill-800x1000"),
}
_read: ContextVar[dict[int, Image] | None] = ContextVar("editor_pictures", default=None)


def filters(look: str) -> list[str]:
    """Return the renditions of a look, as Wagtail writes them."""
    return [f"{size}|format-{kind}" for kind in KINDS for size in LOOKS[look]]


def every_filter() -> list[str]:
    """Return the renditions of all looks."""
    return [one for look in LOOKS for one in filters(look)]


def draw(image: Image) -> None:
    """Make every rendition that is missing."""
    image.get_renditions(*every_filter())


def shown(image: Image | None, look: str) -> dict[str, Any] | None:
    """Return what components/picture.html needs; None without a picture, or if its file is lost."""
    if image is None:
        return None
    try:
        made = image.get_renditions(*filters(look))
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None
    of = {kind: [made[f"{size}|format-{kind}"] for size in LOOKS[look]] for kind in KINDS}
    largest = of["webp"][-1]
    return {
        "url": largest.url,
        "srcset": _srcset(of["webp"]),
        "avif": _srcset(of["avif"]),
        "width": largest.width,
        "height": largest.height,
        "alt": getattr(image, "contextual_alt_text", "") or "",
    }


def _srcset(renditions: Iterable[Any]) -> str:
    widths = {one.width: one.url for one in renditions}  # a small picture has fewer widths
    return ", ".join(f"{url} {width}w" for width, url in widths.items())


def read_together(*streams: StreamValue) -> None:
    """Read all pictures of some streams in two statements, none if there are none."""
    lazy = [stream for stream in streams if stream.is_lazy]
    keys = {key for stream in lazy for key in _keys(stream.stream_block, list(stream.raw_data))}
    images = Image.objects.prefetch_renditions(*every_filter()).in_bulk(keys) if keys else {}
    with _reading(images):
        for stream in lazy:
            for child in stream:
                _ = child.value


@contextmanager
def _reading(images: dict[int, Image]) -> Iterator[None]:
    token = _read.set(images)
    try:
        yield
    finally:
        _read.reset(token)


def read_already() -> dict[int, Image] | None:
    """Return the pictures by key while `read_together` makes values of them."""
    return _read.get()


def _keys(block: Block, raw: Any) -> Iterator[int]:
    """Yield the keys of the pictures in a stored value."""
    if not raw:
        return
    if isinstance(block, ImageBlock):
        key = raw.get("image") if isinstance(raw, dict) else raw
        if key:
            yield key
    elif isinstance(block, StreamBlock):
        for child in raw:
            yield from _keys(block.child_blocks.get(child["type"]), child["value"])
    elif isinstance(block, ListBlock):
        for child in raw:
            is_item = isinstance(child, dict) and child.get("type") == "item"
            yield from _keys(block.child_block, child["value"] if is_item else child)
    elif isinstance(block, StructBlock) and isinstance(raw, dict):
        for name, child in block.child_blocks.items():
            yield from _keys(child, raw.get(name))
