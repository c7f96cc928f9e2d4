"""Pictures people send: what is taken, what comes out, what is refused."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from peerlearn.common import images
from peerlearn.common.errors import DomainError

GPS = 0x8825


def picture(kind="JPEG", size=(64, 48), colour="red", **saved) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **saved)
    return out.getvalue()


def opened(file) -> Image.Image:
    return Image.open(io.BytesIO(file.read()))


def claimed_png(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + sum_

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_becomes_a_square_webp(kind):
    clean = opened(images.clean_picture(picture(kind, size=(900, 700))))
    assert (clean.format, clean.size) == ("WEBP", (512, 512))


def test_where_it_was_taken_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(GPS)[1] = "N"
    source = Image.new("RGB", (60, 40), "red")
    source.paste("blue", (0, 0, 30, 40))  # the left half, the upper one once turned
    out = io.BytesIO()
    source.save(out, "JPEG", exif=exif, quality=95)
    clean = opened(images.clean_picture(out.getvalue(), square=False))
    assert clean.size == (40, 60)
    assert not clean.getexif()
    assert clean.getpixel((20, 10))[2] > 200
    assert clean.getpixel((20, 50))[0] > 200


def test_a_crop_is_what_was_chosen():
    source = Image.new("RGB", (100, 100), "red")
    source.paste("blue", (50, 50, 100, 100))
    out = io.BytesIO()
    source.save(out, "PNG")
    clean = opened(images.clean_picture(out.getvalue(), crop=(0.5, 0.5, 1.0, 1.0)))
    assert clean.getpixel((clean.width // 2, clean.height // 2))[2] > 200


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_an_image"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "not_an_image",
        ),
        (b"GIF89a" + b"<script>" * 10, "not_an_image"),
        (picture()[:200], "not_an_image"),
        (picture("TIFF"), "not_an_image"),
        (claimed_png(10_000, 10_000), "image_too_many_pixels"),
        (b"\0" * (images.MAX_BYTES + 1), "image_too_large"),
    ],
    ids=["empty", "SVG", "a script", "cut short", "TIFF", "a hundred megapixels", "nine megabytes"],
)
def test_what_is_no_picture_is_refused_with_a_word_for_it(data, code):
    with pytest.raises(DomainError) as refusal:
        images.clean_picture(data)
    assert refusal.value.code == code


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 400),
    st.binary(min_size=1, max_size=12),
    st.tuples(*[st.floats(allow_nan=False)] * 4) | st.none(),
)
def test_a_damaged_picture_is_cleaned_or_refused_but_never_an_error(place, junk, crop):
    data = bytearray(picture())
    data[place : place + len(junk)] = junk
    try:
        clean = opened(images.clean_picture(bytes(data), crop=crop))
    except DomainError:
        return
    assert clean.width == clean.height <= images.MAX_PIXELS


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])  # a PNG with another byte is refused: its sum
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"MM\0*", b"M\xff\0*"),  # no header
        (b"\x01\x12\0\x03\0\0\0\x01", b"\x01\x12\0\x02\0\0\0\x01"),  # a text for a number
        (b"\x01\x0e\0\x02", b"\x01\x0e\0\x05"),  # a fraction for a text
    ],
)
def test_metadata_that_is_broken_costs_nobody_their_picture(kind, right, wrong):
    exif = Image.Exif()
    exif.endian = ">"
    exif[0x0112], exif[0x010E] = 6, "a text long enough to be stored elsewhere"
    sent = picture(kind, exif=exif)
    assert right in sent
    assert opened(images.clean_picture(sent.replace(right, wrong, 1))).size == (48, 48)
