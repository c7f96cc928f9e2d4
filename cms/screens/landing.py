"""The landing page: choices of the sentence to finish, its faces, and its live blocks."""

from collections.abc import Iterable
from typing import Any

from wagtail.blocks import StreamValue

from learning import tags
from learning.queries import topics
from peerlearn.common import page_cache

from .. import pictures
from . import live_blocks
from .whole import Shows

SENTENCE_DAYS = {"": "any day", "today": "today", "tomorrow": "tomorrow"} | {
    "this-week": "this week",
    "weekend": "at the weekend",
}
SENTENCE_PRICES = {"under-500": "₹500", "under-1000": "₹1,000", "": "any price"}
USUAL_PRICE = "under-1000"


def context(visual: StreamValue, body: StreamValue) -> dict[str, Any]:
    """Return the choices of "I want to learn __, __, under __" and what stands beside it.

    `visual`: the editor's choice for the hero (two mentors, a picture, or nothing). The live blocks
    of `body` are filled, all in one go.
    """
    pictures.read_together(visual, body)
    chosen = {child.block_type: child.value for child in visual}
    faces = live_blocks.Faces(chosen.get("mentors") or ())
    fill(body, faces)
    return {
        "shows": Shows((tuple(faces.found), *map(_value, body))),
        "topics": topics.known(),
        "days": SENTENCE_DAYS.items(),
        "prices": SENTENCE_PRICES.items(),
        "usual_price": USUAL_PRICE,
        "faces": [card for card in faces.found if card.avatar_url],
        "hero_picture": pictures.shown(chosen.get("picture"), "arch"),
    }


def fill(body: StreamValue, *others: live_blocks.Live) -> None:
    """Fill the live blocks of a page, and name each carousel so that no two share an id."""
    live = [child.value for child in body if hasattr(child.value, "found")]
    if live or others:
        page_cache.depends_on(*tags.ANY)
    live_blocks.fill([*live, *others])
    _name(live)


def _value(block: Any) -> tuple[Any, ...]:
    """Return what a block shows beside the words editors wrote."""
    found = getattr(block.value, "found", None)
    return (block.id, tuple(found) if isinstance(found, list) else found)


def _name(values: Iterable[Any]) -> None:
    taken: dict[str, int] = {}
    for value in values:
        kind = "mentors" if "mentors" in value else "sessions"
        name = f"{value.get('rule', 'next')}-{kind}"
        taken[name] = taken.get(name, 0) + 1
        value.anchor = name if taken[name] == 1 else f"{name}-{taken[name]}"
