"""Three pictures of 1200 x 630: a session, a mentor, the site."""

import io
from contextlib import suppress

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from peerlearn.common.templatetags.looks import initials

from . import shapes, type
from .facts import MentorFacts, SessionFacts, SiteFacts
from .shapes import INK, LINE, MARIGOLD, MARIGOLD_INK, MUTED, PAPER, PEACOCK, TINTS

WIDTH, HEIGHT = 1200, 630
EDGE = 64
PANEL = 772
ROOM = PANEL - 2 * EDGE + 16
# Sizes a title is tried in, with the lines it may take.
TITLES = ((74, 2), (64, 3), (54, 4), (46, 4))
PALETTE_ABOVE = 300_000


def draw(facts: SessionFacts | MentorFacts | SiteFacts) -> bytes:
    """Return the picture as a PNG file of some 20 to 300 kB."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    if isinstance(facts, SessionFacts):
        _session(image, facts)
    elif isinstance(facts, MentorFacts):
        _mentor(image, facts)
    else:
        _site(image, facts)
    data = _png(image)
    if len(data) > PALETTE_ABOVE:  # photographs: some chats show no preview above 300 kB
        data = _png(image.quantize(256, method=Image.Quantize.MEDIANCUT))
    return data


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _session(image: Image.Image, facts: SessionFacts) -> None:
    pen = ImageDraw.Draw(image)
    _panel(image, facts.cover, facts.seed)
    _brand(image, pen)
    _eyebrow(pen, facts.form, 172)
    title = type.settable(facts.title) or _("A live session")
    under = _title(pen, title, 194, 388)
    _person(image, pen, facts, under)
    bar = shapes.ribbon(ROOM, 14, facts.slot)
    image.paste(bar, (EDGE, 496))
    end = type.write(pen, (EDGE, 572), facts.when, type.display(36), INK)
    price = type.display(44, 700)
    at = PANEL - EDGE + 16 - type.width(facts.price, price)
    if at < end + 20:  # a long time and a dear price: the price stands above the ribbon's end
        type.write(pen, (at, 478), facts.price, price, MARIGOLD_INK)
        return
    type.write(pen, (at, 572), facts.price, price, MARIGOLD_INK)
    pen.line((at, 584, at + type.width(facts.price, price), 584), fill=LINE, width=2)


def _mentor(image: Image.Image, facts: MentorFacts) -> None:
    pen = ImageDraw.Draw(image)
    name = type.settable(facts.name)
    _face_panel(image, facts, name)
    _brand(image, pen)
    _eyebrow(pen, _("Learn live with"), 196)
    under = _title(pen, name or _("A mentor"), 218, 370)
    style, headline = type.text(34), type.settable(facts.headline)
    under += 14
    for line in type.lines(headline, style, ROOM, 3):
        under += 45
        type.write(pen, (EDGE, under), line, style, MUTED)
    pen.line((EDGE, 532, PANEL - EDGE + 16, 532), fill=LINE, width=2)
    x = EDGE
    if facts.praise:
        image.paste(shapes.star(34), (x, 552), shapes.star(34))
        x = type.write(pen, (x + 46, 582), facts.praise, type.display(32), INK) + 36
    speaks = _speaks(facts, PANEL - EDGE + 16 - x)
    type.write(pen, (x, 582), speaks, type.text(28), MUTED)


def _speaks(facts: MentorFacts, room: int) -> str:
    """Return as many of a mentor's languages as have room."""
    for count in range(len(facts.languages), 0, -1):
        names = [type.settable(name) for name in facts.languages[:count]]
        words = _("Speaks %(names)s") % {"names": ", ".join(filter(None, names))}
        if all(names) and type.width(words, type.text(28)) <= room:
            return words
    return ""


def _site(image: Image.Image, facts: SiteFacts) -> None:
    pen = ImageDraw.Draw(image)
    _brand(image, pen)
    style = type.display(76, 700)
    for n, line in enumerate(facts.words):
        type.write(pen, (EDGE, 252 + n * 88), type.fitted(line, style, 610), style, INK)
    type.write(pen, (EDGE, 508), type.settable(facts.promise), type.text(32), MUTED)
    art = shapes.arcs(460, 320, 34, MARIGOLD)
    image.paste(art, (WIDTH - EDGE - 460, 150), art)
    image.paste(shapes.ribbon(WIDTH - 2 * EDGE, 14, 39), (EDGE, 560))


def _brand(image: Image.Image, pen: ImageDraw.ImageDraw) -> None:
    mark = shapes.arcs(62, 44, 7, MARIGOLD)
    image.paste(mark, (EDGE, 58), mark)
    type.write(pen, (EDGE + 78, 98), "PeerLearn", type.display(38, 700), INK)


def _eyebrow(pen: ImageDraw.ImageDraw, words: str, y: int) -> None:
    style = type.text(26, 600)
    words = type.fitted(type.settable(words) or _("Live session"), style, ROOM)
    type.write(pen, (EDGE, y), words, style, PEACOCK)


def _title(pen: ImageDraw.ImageDraw, words: str, top: int, lowest: int) -> int:
    """Write a title below `top` in the largest size that fits; return its last baseline."""
    for size, most in TITLES:
        style, step, first = type.display(size), round(size * 1.1), top + round(size * 1.02)
        found = type.lines(words, style, ROOM, most)
        fits = first + (len(found) - 1) * step <= lowest
        if fits and not any(line.endswith("…") for line in found):
            break
    for n, line in enumerate(found):
        type.write(pen, (EDGE, first + n * step), line, style, INK)
    return first + (len(found) - 1) * step


def _person(image: Image.Image, pen: ImageDraw.ImageDraw, facts: SessionFacts, under: int) -> None:
    name, x, y = type.settable(facts.mentor), EDGE, under + 32
    with suppress(OSError):
        if facts.face:
            with default_storage.open(facts.face) as file:
                face = shapes.picture(file, 60, 60, (0.5, 0.4))
            image.paste(face, (x, y), shapes.round_mask(60))
            x += 76
    if name:
        name = type.fitted(_("with %(name)s") % {"name": name}, type.text(32, 600), ROOM - 200)
        x = round(type.write(pen, (x, y + 41), name, type.text(32, 600), INK)) + 26
    if 1 < facts.capacity <= 8:
        dots = shapes.pips(facts.capacity, 14)
        image.paste(dots, (x, y + 24), dots)


def _panel(image: Image.Image, cover: str, seed: int) -> None:
    """Fill the right with the cover; without one with a tint and the arcs."""
    size = (WIDTH - PANEL, HEIGHT)
    with suppress(OSError):
        if cover:
            with default_storage.open(cover) as file:
                image.paste(shapes.picture(file, *size, (0.5, 0.5)), (PANEL, 0))
            return
    image.paste(TINTS[seed % len(TINTS)], (PANEL, 0, WIDTH, HEIGHT))
    art = shapes.arcs(330, 232, 26, MARIGOLD)
    image.paste(art, (PANEL + (size[0] - 330) // 2, 190), art)


def _face_panel(image: Image.Image, facts: MentorFacts, name: str) -> None:
    """Fill the right with the face; without one with the initials on a tint."""
    size = (WIDTH - PANEL, HEIGHT)
    with suppress(OSError):
        if facts.face:
            with default_storage.open(facts.face) as file:
                image.paste(shapes.picture(file, *size, facts.focus), (PANEL, 0))
            return
    _panel(image, "", facts.seed)
    letters = type.settable(initials(name)) if name else ""
    if letters:
        image.paste(TINTS[facts.seed % len(TINTS)], (PANEL, 0, WIDTH, HEIGHT))
        style = type.display(200, 700)
        x = PANEL + (size[0] - type.width(letters, style)) / 2
        type.write(ImageDraw.Draw(image), (x, HEIGHT / 2 + 70), letters, style, INK)
