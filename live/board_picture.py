"""A page of the whiteboard as a picture: SVG made of the items alone, every text escaped. Pure."""

import math
from collections.abc import Iterable
from itertools import pairwise
from xml.sax.saxutils import escape

from .board_ops import COLOURS, HEIGHT, NOTE, PEN, TEXT, WIDTH, Item

NOTE_SIDE, NOTE_PAD = 240, 18
NOTE_TINTS = {
    "ink": "#ecefe9",
    "red": "#fbdcd8",
    "orange": "#fde3c8",
    "green": "#d5efdd",
    "blue": "#d6e8f5",
    "violet": "#e7dcf5",
    "grey": "#e6e9e7",
    "marigold": "#fdebc3",
}
FONT = "'Hanken Grotesk Variable', 'Hanken Grotesk', 'Noto Sans', sans-serif"


def svg(items: Iterable[Item]) -> str:
    """Return a page as an SVG document: no script, no style, no link; texts are text."""
    body = "".join(_drawn(item) for item in items)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{body}</svg>'
    )


def _drawn(item: Item) -> str:
    kind, colour = item["k"], COLOURS[item["c"]]
    if kind == NOTE:
        return _note(item)
    if kind == TEXT:
        x, y = item["p"]
        return _lines(item["t"].split("\n"), x, y, item["s"], colour)
    line = (
        f'fill="none" stroke="{colour}" stroke-width="{item["w"]}" '
        'stroke-linecap="round" stroke-linejoin="round"'
    )
    if kind == PEN:
        return f'<path d="{path(item["p"])}" {line}/>'
    return f"<{_shape(kind, item['p'])} {line}/>"


def path(points: list[int]) -> str:
    """Return a stroke as path data: curves through the middles of its points, a dot for one."""
    pairs = list(zip(points[::2], points[1::2], strict=True))
    (x, y), last = pairs[0], pairs[-1]
    if len(pairs) < 3:
        return f"M{x} {y}L{last[0]} {last[1]}"
    drawn = [f"M{x} {y}"]
    for (ax, ay), (bx, by) in pairwise(pairs[1:]):
        drawn.append(f"Q{ax} {ay} {(ax + bx) / 2:g} {(ay + by) / 2:g}")
    return "".join(drawn) + f"L{last[0]} {last[1]}"


def _shape(kind: str, ends: list[int]) -> str:
    ax, ay, bx, by = ends
    left, top, width, height = min(ax, bx), min(ay, by), abs(bx - ax), abs(by - ay)
    if kind == "rect":
        return f'rect x="{left}" y="{top}" width="{width}" height="{height}" rx="6"'
    if kind == "ellipse":
        middle = f'cx="{(ax + bx) / 2:g}" cy="{(ay + by) / 2:g}"'
        return f'ellipse {middle} rx="{width / 2:g}" ry="{height / 2:g}"'
    drawn = f"M{ax} {ay}L{bx} {by}"
    if kind == "arrow":
        drawn += _head(ax, ay, bx, by)
    return f'path d="{drawn}"'


def _head(ax: int, ay: int, bx: int, by: int) -> str:
    angle, length = math.atan2(by - ay, bx - ax), 28
    ends = [
        (round(bx - length * math.cos(angle + turn)), round(by - length * math.sin(angle + turn)))
        for turn in (0.5, -0.5)
    ]
    return f"M{ends[0][0]} {ends[0][1]}L{bx} {by}L{ends[1][0]} {ends[1][1]}"


def _note(item: Item) -> str:
    x, y = item["p"]
    lines, size = note_lines(item["t"])
    return (
        f'<rect x="{x}" y="{y}" width="{NOTE_SIDE}" height="{NOTE_SIDE}" rx="8" '
        f'fill="{NOTE_TINTS[item["c"]]}" stroke="#17211f" stroke-opacity="0.18"/>'
        + _lines(lines, x + NOTE_PAD, y + NOTE_PAD, size, COLOURS["ink"])
    )


def note_lines(text: str) -> tuple[list[str], int]:
    """Return a note's text as lines, and the size at which they fit: small if it says much."""
    for size in (28, 22, 17, 13):
        wide = int((NOTE_SIDE - 2 * NOTE_PAD) / (size * 0.56))
        lines = wrapped(text, wide)
        if len(lines) * size * 1.3 <= NOTE_SIDE - 2 * NOTE_PAD:
            return lines, size
    return lines[: int((NOTE_SIDE - 2 * NOTE_PAD) / (size * 1.3))], size


def wrapped(text: str, wide: int) -> list[str]:
    """Return a text in lines of at most `wide` letters; a longer word is cut."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            rest = word
            if line and len(line) + 1 + len(rest) <= wide:
                line += f" {rest}"
                continue
            if line:
                lines.append(line)
            while len(rest) > wide:
                lines.append(rest[:wide])
                rest = rest[wide:]
            line = rest
        lines.append(line)
    return lines


def _lines(lines: list[str], x: int, y: int, size: int, colour: str) -> str:
    spans = "".join(
        f'<tspan x="{x}" y="{y + size * (0.95 + 1.3 * number):g}">{_plain(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text font-size="{size}" fill="{colour}" xml:space="preserve">{spans}</text>'


def _plain(text: str) -> str:
    # XML knows fewer letters than people send.
    seen = "".join(letter for letter in text if letter == "\t" or letter >= " ")
    return escape(seen.replace("\ufffe", "").replace("\uffff", ""))
