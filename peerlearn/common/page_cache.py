"""Whole pages for visitors nobody knows, and values that are dear to make, both until they change.

A view says what its answer is made of (`depends_on`) and until when it is true by itself
(`fresh_until`); whoever changes something says so (`changed`). Bodies and values stay in the
process that made them; what tells whether they still hold is one clock for all (tags.py).
"""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction

from .clock import now
from .shelf import Shelf
from .tags import Stamps, Unreachable, clock

# Whatever editors change stands in the chrome or the text of any page.
SITE = "site"
MOST_VALUES = 2000
MOST_CHARACTERS = 16 * 1024 * 1024

T = TypeVar("T")


@dataclass
class Recipe:
    """What is being made: since which tick, of what, and until when it is true by itself.

    `declared`: somebody vouches that the tags are all there is to it.
    """

    began: int
    until: datetime
    tags: set[str] = field(default_factory=set)
    declared: bool = False
    # Stamps read since, so that one request asks the clock once, not for each part of a page.
    stamps: Stamps = field(default_factory=dict)


@dataclass
class Kept:
    """Something made earlier, with its recipe."""

    value: Any
    began: int
    until: datetime
    tags: tuple[str, ...]

    def holds(self, stamps: Stamps) -> bool:
        """Tell whether nothing it was made of has changed since, by the stamps of its tags."""
        if now() >= self.until:
            return False
        began = self.began
        for tag in self.tags:
            stamp = stamps[tag]
            if stamp is None or stamp > began:
                return False
        return True


_making: ContextVar[Recipe | None] = ContextVar("page_cache_making", default=None)
_values: Shelf[Kept] = Shelf(most=MOST_VALUES)
# By themselves: words somebody searches for must not push out the pieces pages share.
_texts: Shelf[Kept] = Shelf(most=MOST_CHARACTERS)
_general: set[str] = set()


def is_on() -> bool:
    """Tell whether anything is kept at all."""
    return settings.PAGE_CACHE_SECONDS > 0


def depends_on(*tags: str) -> None:
    """Say what the answer under way is made of. One that says nothing is not kept."""
    recipe = _making.get()
    if recipe is not None:
        recipe.tags.update(tags)
        recipe.declared = True


def fresh_until(*moments: datetime | None) -> None:
    """Say when the clock alone will make the answer under way untrue; what is past has done so."""
    recipe = _making.get()
    if recipe is not None:
        coming = [moment for moment in moments if moment is not None and moment > now()]
        recipe.until = min([recipe.until, *coming])


def for_one_alone() -> None:
    """Say that what is being made is nobody else's: neither it nor what it becomes part of."""
    recipe = _making.get()
    if recipe is not None:
        recipe.until = now()


def whole(key: Hashable, make: Callable[[], str], *, tags: tuple[str, ...]) -> str:
    """Return the text of a whole page for the values it shows, all of them in `key`.

    Only where an answer for everybody is under way; it holds no longer than that answer would.
    """
    outer = _making.get()
    if outer is None:
        return make()

    def anew() -> str:
        fresh_until(outer.until)
        return make()

    return remembered(key, anew, tags=tags, shelf=_texts, weigh=len)


def changed(*tags: str) -> None:
    """Say what has changed; it is heard once the transaction has committed."""
    transaction.on_commit(lambda: clock().change(tags), robust=True)


def remembered(
    key: Hashable,
    make: Callable[[], T],
    *,
    tags: tuple[str, ...],
    shelf: Shelf[Kept] | None = None,
    weigh: Callable[[T], int] = lambda _: 1,
) -> T:
    """Return what `make()` returned last for `key`, made anew once one of `tags` has changed.

    `make` may name more tags and an end by `depends_on` and `fresh_until`; whatever is under way
    inherits all of them. The value is shared: nobody may change it. `shelf`: another one than that
    of all values, where it is as heavy as `weigh` says.
    """
    if not is_on():
        return make()
    held = _values if shelf is None else shelf
    kept = held.get(key)
    outer = _making.get()
    try:
        tick, stamps = _read(kept.tags if kept else tags, outer)
    except Unreachable:
        tick, stamps, kept = 0, {}, None
    if kept is None or not kept.holds(stamps):
        with making(tick, stamps) as recipe:
            recipe.tags.update(tags)
            value = make()
        kept = keep(value, recipe)
        held.put(key, kept, weight=weigh(value))
    if outer is not None:
        outer.tags.update(kept.tags)
        outer.until = min(outer.until, kept.until)
    return kept.value


@contextmanager
def making(tick: int, stamps: Stamps) -> Iterator[Recipe]:
    """Collect what is said inside the block about what is made there since `tick`.

    `stamps`: those read at that tick or later.
    """
    recipe = Recipe(tick, now() + timedelta(seconds=settings.PAGE_CACHE_SECONDS), stamps=stamps)
    token = _making.set(recipe)
    try:
        yield recipe
    finally:
        _making.reset(token)


def keep(value: Any, recipe: Recipe) -> Kept:
    """Return `value` with its recipe, its tags known to the clock from now on."""
    tags = tuple(sorted(recipe.tags))
    _general.update(tag for tag in tags if ":" not in tag)
    unknown = [tag for tag in tags if recipe.stamps.get(tag) is None]
    if unknown:
        # If the clock can't be reached the stamps stay unknown, and it never holds.
        with suppress(Unreachable):
            # Most are known to the clock already: asking is cheaper than stamping each.
            recipe.stamps.update(clock().read(unknown)[1])
            unclaimed = [tag for tag in unknown if recipe.stamps[tag] is None]
            if unclaimed:
                clock().claim(unclaimed, recipe.began)
                recipe.stamps.update(dict.fromkeys(unclaimed, recipe.began))
    return Kept(value, recipe.began, recipe.until, tags)


def general_tags() -> Collection[str]:
    """Return the tags that are not of one thing alone: what is made anew is likely of them."""
    return frozenset(_general)


def _read(tags: Collection[str], recipe: Recipe | None) -> tuple[int, Stamps]:
    """Return a tick and stamps no older than it, asking only for what is not known by now."""
    if recipe is None:
        return clock().read(tags)
    missing = [tag for tag in tags if tag not in recipe.stamps]
    if missing:
        recipe.stamps.update(clock().read(missing)[1])
    return recipe.began, recipe.stamps


def forget() -> None:
    """Drop every value this process keeps (tests)."""
    _values.clear()
    _texts.clear()
