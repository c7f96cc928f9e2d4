"""Filters for looks: what stands in for a picture, how full, how good. {% load looks %}."""

from collections.abc import Iterator, Sequence
from zlib import crc32

from django import template
from django.core.paginator import Page

register = template.Library()

TINTS = 8
MOST_PIPS = 8


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name: "AR" for "Asha M. Rao"."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def tint(seed: object) -> int:
    """Return which of the eight tints (0-7) belongs to a name or number, always the same."""
    return crc32(str(seed).encode()) % TINTS


@register.filter
def pips(seats_left: int, capacity: int) -> str:
    """Return the classes of the seat pips, nothing where there are too many seats to draw."""
    if not 1 <= capacity <= MOST_PIPS:
        return ""
    taken = max(0, min(capacity, capacity - seats_left))
    return f"pips pips-of-{capacity} pips-taken-{taken}"


@register.filter
def seats(seats_left: int, capacity: int) -> str:
    """Return seats in words: "Full", "1 seat left", or "3 of 20 left" where pips are not drawn.

    static/src/js/site/seats.js says the same after a change; keep them together.
    """
    if seats_left <= 0:
        return "Full"
    if capacity > MOST_PIPS:
        return f"{seats_left} of {capacity} left"
    return "1 seat left" if seats_left == 1 else f"{seats_left} seats left"


@register.filter
def halves(rating: float | None) -> int:
    """Return a rating of 0-5 in half stars (0-10), for the class stars-N."""
    return round(2 * (rating or 0))


@register.filter
def twentieths(count: int, total: int) -> int:
    """Return the share count/total in twentieths (0-20), for the class bar-N."""
    return round(20 * count / total) if total else 0


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Return the page numbers to show around a page, an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def under(path: str, part: str) -> bool:
    """Tell whether an address lies in a part of the site; dashboards lie in either role's."""
    homes = ("/learner/", "/mentor/")
    return path.startswith(homes) if part == "/dashboard/" else path.startswith(part)


@register.filter
def spark_line(rows: Sequence[tuple[str, float]]) -> dict[str, str]:
    """Return the points of a small line (120 x 32) through the numbers, and its last point."""
    numbers = [float(number) for _, number in rows]
    low, high = min([0.0, *numbers]), max([1.0, *numbers])
    step = 120 / max(1, len(numbers) - 1)
    points = [
        f"{n * step:.1f},{32 - 32 * (number - low) / (high - low):.1f}"
        for n, number in enumerate(numbers)
    ]
    return {"points": " ".join(points), "last": points[-1] if points else "0,32"}
