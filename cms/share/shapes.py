"""The shapes that make the product recognisable: arcs, daylight ribbon, pips, faces."""

from collections.abc import Sequence
from itertools import pairwise
from typing import IO

from PIL import Image, ImageDraw, ImageOps

from peerlearn.common.images import BROKEN, MAX_PIXELS

PAPER, INK, MUTED, LINE = "#fbf8f2", "#17211f", "#55605c", "#e2dacb"
PEACOCK, MARIGOLD, MARIGOLD_INK = "#0b5a56", "#f2a71b", "#855000"
NIGHT, DAWN, DAY, DUSK = "#21333a", "#f2a71b", "#fae9bf", "#d0633a"
TINTS = (
    "#cfe6e1", "#fbe3b4", "#f6d3c5", "#d5e3f2", "#e4e6c3", "#ecd9e6", "#d3e8cf", "#ebdcc6",
)  # fmt: skip
# Hours of the day as shares of the ribbon, as in static/src/css/parts/signature.css.
SKY = (
    (0, NIGHT), (0.1875, NIGHT), (0.26, DAWN), (0.34, DAY), (0.6875, DAY), (0.77, DUSK),
    (0.86, NIGHT), (1, NIGHT),
)  # fmt: skip
# Pillow draws hard edges: shapes are drawn larger and made smaller.
FINE = 3
Box = tuple[int, int, int, int]


def arcs(width: int, height: int, stroke: int, lens: str = "") -> Image.Image:
    """Return two arcs that overlap, on nothing; `lens` fills what they share."""
    w, h, pen = width * FINE, height * FINE, stroke * FINE
    # Each stands on the ground line with its centre at a third of the width.
    radius = min(round((w - pen) * 0.32), h - pen)
    ground, half = h - pen // 2, pen // 2
    centres = (half + radius, w - half - radius)
    image = Image.new("RGBA", (w, h))
    draw = ImageDraw.Draw(image)
    if lens:
        draw.bitmap((0, 0), _overlap(centres, ground, radius, (w, h)), fill=lens)
    for x, colour in zip(centres, (PEACOCK, MARIGOLD), strict=True):
        box = (x - radius - half, ground - radius - half, x + radius + half, ground + radius + half)
        draw.arc(box, 180, 360, fill=colour, width=pen)
        for end in (x - radius, x + radius):
            draw.ellipse((end - half, ground - half, end + half, ground + half), fill=colour)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _overlap(
    centres: Sequence[int], ground: int, radius: int, size: tuple[int, int]
) -> Image.Image:
    masks = []
    for x in centres:
        mask = Image.new("1", size)
        box = (x - radius, ground - radius, x + radius, ground + radius)
        ImageDraw.Draw(mask).pieslice(box, 180, 360, fill=1)
        masks.append(mask)
    return Image.composite(masks[0], Image.new("1", size), masks[1]).convert("L")


def ribbon(width: int, height: int, slot: int, ground: str = PAPER) -> Image.Image:
    """Return 24 hours as a bar with a notch at the half hour `slot` (0-47), on `ground`."""
    knob = height * 2
    image = Image.new("RGB", (width * FINE, knob * FINE), ground)
    sky = Image.new("RGB", (width, 1))
    for x in range(width):
        sky.putpixel((x, 0), _sky(x / width))
    sky = sky.resize((width * FINE, height * FINE))
    top = (knob - height) * FINE // 2
    image.paste(sky, (0, top), _rounded(sky.size, height * FINE // 2))
    edge = knob * FINE // 2
    middle = min(max(round(width * FINE * (slot + 0.5) / 48), edge), width * FINE - edge)
    draw = ImageDraw.Draw(image)
    for radius, colour in ((knob * FINE // 2, ground), (knob * FINE // 2 - 5 * FINE, INK)):
        y = knob * FINE // 2
        draw.ellipse((middle - radius, y - radius, middle + radius, y + radius), fill=colour)
    return image.resize((width, knob), Image.Resampling.LANCZOS)


def _sky(at: float) -> tuple[int, ...]:
    for (start, one), (end, two) in pairwise(SKY):
        if at <= end:
            share = (at - start) / (end - start)
            pairs = zip(_rgb(one), _rgb(two), strict=True)
            return tuple(round(a + (b - a) * share) for a, b in pairs)
    return _rgb(SKY[-1][1])


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5))


def pips(count: int, size: int) -> Image.Image:
    """Return `count` dots for seats, on nothing."""
    step = size * 3 // 2
    image = Image.new("RGBA", (step * count * FINE, size * FINE))
    draw = ImageDraw.Draw(image)
    for n in range(count):
        left = n * step * FINE
        draw.ellipse((left, 0, left + size * FINE - 1, size * FINE - 1), fill=PEACOCK)
    return image.resize((step * count, size), Image.Resampling.LANCZOS)


def star(size: int) -> Image.Image:
    """Return a star, on nothing."""
    side = size * FINE
    points = (
        (0.5, 0.02), (0.62, 0.38), (0.98, 0.38), (0.69, 0.6), (0.8, 0.96), (0.5, 0.74),
        (0.2, 0.96), (0.31, 0.6), (0.02, 0.38), (0.38, 0.38),
    )  # fmt: skip
    image = Image.new("RGBA", (side, side))
    ImageDraw.Draw(image).polygon([(x * side, y * side) for x, y in points], fill=MARIGOLD_INK)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def picture(file: IO[bytes], width: int, height: int, focus: tuple[float, float]) -> Image.Image:
    """Return a stored picture cut to a size around `focus` (fractions); OSError if it is broken."""
    try:
        image = Image.open(file)
        if image.width * image.height > MAX_PIXELS:
            raise OSError("too many pixels")
        image.draft("RGB", (width * 2, height * 2))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombError, *BROKEN) as error:
        raise OSError(str(error)) from error
    cut = ImageOps.fit(upright, (width, height), Image.Resampling.LANCZOS, centering=focus)
    backed = Image.new("RGB", cut.size, PAPER)
    backed.paste(cut, mask=cut.getchannel("A"))
    return backed


def round_mask(size: int) -> Image.Image:
    """Return a disc to cut a face with."""
    return _rounded((size * FINE, size * FINE), size * FINE // 2).resize(
        (size, size), Image.Resampling.LANCZOS
    )


def _rounded(size: tuple[int, int], radius: int) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=255)
    return mask
