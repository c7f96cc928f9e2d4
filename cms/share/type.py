"""Setting type: our two faces, the rupee sign out of its own file, and Devanagari where it shapes.

A script we have no face for is left out, never drawn as empty boxes.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont, features

OWN = Path(__file__).parent / "fonts"
SITE = Path(settings.BASE_DIR) / "static" / "src" / "fonts"
FILES = {
    "bricolage": SITE / "bricolage.woff2",
    "hanken": SITE / "hanken.woff2",
    "rupee": SITE / "bricolage-rupee.woff2",
    "devanagari": OWN / "devanagari.woff2",
}
RUPEE = "₹"
JOINERS = "\u200c\u200d"
# What static/src/fonts/subset.py keeps beside Latin-1.
BEYOND_LATIN_1 = frozenset("ıŒœ–—‘’‚“”„•…‹›€™−")
# Letters of one script form clusters that only a shaping engine sets right.
SHAPES = features.check("raqm") and features.check("fribidi")
MOST_LOST = 0.2


@dataclass(frozen=True)
class Style:
    """A face at a size (pixels) and weight."""

    family: str
    size: int
    weight: int


def display(size: int, weight: int = 650) -> Style:
    """Return the face of titles, times and prices."""
    return Style("bricolage", size, weight)


def text(size: int, weight: int = 450) -> Style:
    """Return the face of running text."""
    return Style("hanken", size, weight)


def settable(words: str) -> str:
    """Return what of `words` can be set, on one line; nothing if that is not what they say.

    Accents our faces lack are dropped (Śyāma becomes Syama).
    """
    words = " ".join(unicodedata.normalize("NFC", words).split())
    letters = sum(unicodedata.category(sign)[0] in "LN" for sign in words)
    kept = "".join(_known(sign) for sign in words)
    left = sum(unicodedata.category(sign)[0] in "LN" for sign in kept)
    return " ".join(kept.split()) if left and letters - left <= MOST_LOST * letters else ""


def width(words: str, style: Style) -> float:
    """Return how wide `words` are in pixels."""
    return sum(_font(name, style).getlength(part) for name, part in _runs(words, style))


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], words: str, style: Style, fill: str
) -> float:
    """Write `words` from the left end of their baseline; return where they end."""
    x, y = at
    for name, part in _runs(words, style):
        font = _font(name, style)
        draw.text((x, y), part, font=font, fill=fill, anchor="ls")
        x += font.getlength(part)
    return x


def lines(words: str, style: Style, room: float, most: int) -> list[str]:
    """Break `words` into at most `most` lines of `room` pixels; the last ends in an ellipsis."""
    found, line = [], ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if width(longer, style) <= room:
            line = longer
            continue
        if line:
            found.append(line)
        line = word
    found.append(line)
    if len(found) > most:
        found = [*found[: most - 1], " ".join(found[most - 1 :])]
    return [fitted(one, style, room) for one in found]


def fitted(words: str, style: Style, room: float) -> str:
    """Return `words`, cut with an ellipsis where they are wider than `room` pixels."""
    if width(words, style) <= room:
        return words
    while words and width(f"{words}…", style) > room:
        shorter = words[:-1].rstrip(" ,;:.-–")
        # Take a sign with its marks, not the marks alone.
        while shorter and unicodedata.combining(words[len(shorter)]):
            shorter = shorter[:-1]
        words = shorter
    return f"{words}…"


def _known(sign: str) -> str:
    if _face(sign):
        return sign
    folded = "".join(one for one in unicodedata.normalize("NFKD", sign) if _face(one))
    return folded if folded.isascii() else ""


def _face(sign: str) -> str:
    """Return which file draws a sign; nothing if none does."""
    if sign == RUPEE:
        return "rupee"
    if " " <= sign <= "~" or "\xa0" <= sign <= "\xff" or sign in BEYOND_LATIN_1:
        return "latin"
    if SHAPES and ("\u0900" <= sign <= "\u097f" or sign in JOINERS):
        return "devanagari"
    return ""


def _runs(words: str, style: Style) -> Iterator[tuple[str, str]]:
    """Yield (file, part) of a text; a space stays with what stands before it."""
    part, name = "", ""
    for sign in words:
        face = _face(sign)
        own = style.family if face == "latin" else face
        if part and own != name and not sign.isspace():
            yield name, part
            part = ""
        if not part or not sign.isspace():
            name = own
        part += sign
    if part:
        yield name, part


@lru_cache(maxsize=64)
def _loaded(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FILES[name]), size)
    if name != "devanagari":
        font.set_variation_by_axes([weight])
    return font


def _font(name: str, style: Style) -> ImageFont.FreeTypeFont:
    return _loaded(name, style.size, style.weight)
