"""Pictures people send: checked by content, then drawn anew, so that nothing hidden survives."""

import io
import math
import struct
import warnings

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from .errors import DomainError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
KINDS = {"JPEG", "PNG", "WEBP", "GIF"}
# What Pillow raises, by the place where a file is broken.
BROKEN = (OSError, SyntaxError, TypeError, ValueError, struct.error)
Crop = tuple[float, float, float, float]


def parse_crop(text: str) -> Crop | None:
    """Return "left,top,right,bottom" in fractions as a crop; None for anything that is none.

    It is a hint of the browser's: without one the middle is taken.
    """
    try:
        left, top, right, bottom = (float(part) for part in text.split(","))
    except ValueError:
        return None
    crop = (left, top, right, bottom)
    if not all(math.isfinite(part) and 0 <= part <= 1 for part in crop):
        return None
    return crop if left < right and top < bottom else None


def clean_picture(
    data: bytes, *, side: int = 512, crop: Crop | None = None, square: bool = True
) -> ContentFile:
    """Return the picture re-encoded as WebP, upright, without metadata, at most `side` pixels.

    `crop` is left, top, right, bottom as fractions of the upright picture; without one a square
    picture is cut from the middle. Raises DomainError: image_too_large (bytes),
    image_too_many_pixels, not_an_image (also for SVG, which can carry scripts, and for files
    cut short).
    """
    if len(data) > MAX_BYTES:
        raise DomainError("image_too_large", "This picture is larger than 8 MB.", status=413)
    try:
        with warnings.catch_warnings():
            # We look at the size ourselves, before any pixel is decoded; the rest is metadata.
            warnings.simplefilter("ignore")
            sent = Image.open(io.BytesIO(data), formats=sorted(KINDS))
            _refuse_bombs(sent)
            sent.draft("RGB", (side * 4, side * 4))  # a large JPEG is decoded smaller
            sent.load()
    except (Image.DecompressionBombError, *BROKEN) as error:
        raise DomainError("not_an_image", "Choose a JPEG, PNG, WebP or GIF picture.") from error
    picture = _upright(sent).convert("RGBA")
    picture = _cut(picture, crop, square)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    backed = Image.new("RGB", picture.size, "white")
    backed.paste(picture, mask=picture.getchannel("A"))
    out = io.BytesIO()
    backed.save(out, "WEBP", quality=86, method=4)
    return ContentFile(out.getvalue(), name="picture.webp")


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture the way its metadata says; where that is broken, leave it as it lies."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ImageOps.exif_transpose(picture)
    except BROKEN:
        return picture


def _refuse_bombs(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise DomainError(
            "image_too_many_pixels", "This picture has more than 40 million pixels.", status=413
        )


def _cut(picture: Image.Image, crop: Crop | None, square: bool) -> Image.Image:
    width, height = picture.size
    if crop is not None:
        left, top, right, bottom = (min(max(part, 0.0), 1.0) for part in crop)
        box = (
            round(left * width),
            round(top * height),
            round(right * width),
            round(bottom * height),
        )
        if box[2] - box[0] >= 1 and box[3] - box[1] >= 1:
            picture = picture.crop(box)
    if square:
        edge = min(picture.size)
        picture = ImageOps.fit(picture, (edge, edge), Image.Resampling.LANCZOS)
    return picture
