"""The demo's pictures, laid into the media storage once and shared by who shows them."""

import io
from functools import cache
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import Model
from PIL import Image

from peerlearn.common.pictures import (
    COVER_WIDTHS,
    FACE_WIDTHS,
    PictureFile,
    keep,
    make_copies,
)

ASSETS = Path(__file__).parent / "assets"
COVERS_A_TOPIC = 6


@cache
def _stored(source: Path, target: str, widths: tuple[int, ...]) -> str:
    """Lay `source` and its copies into the storage unless they are there; return its name."""
    data = source.read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        name = f"{target}-w{picture.width}.webp"
    if default_storage.exists(name):
        return name
    return keep(default_storage, f"{target}.webp", make_copies(data, widths, is_clean=True))


def portrait(key: str) -> str:
    """Return the stored name of a person's portrait, nothing for who has none."""
    source = ASSETS / "portraits" / f"{key}.webp"
    return _stored(source, f"avatars/demo/{key}", FACE_WIDTHS) if source.exists() else ""


def cover(model: type[Model], topic: str, number: int) -> PictureFile:
    """Return one of a topic's covers as a file that is stored already, for `model.cover`."""
    name = f"{topic}-{number % COVERS_A_TOPIC + 1}"
    stored = _stored(ASSETS / "covers" / f"{name}.webp", f"covers/demo/{name}", COVER_WIDTHS)
    return PictureFile(None, model._meta.get_field("cover"), stored)
