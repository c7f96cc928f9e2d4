"""The demo's pictures and films, laid into the media storage once."""

import io
from functools import cache
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Model
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from learning.models import Mentor
from peerlearn.common.pictures import (
    COVER_WIDTHS,
    FACE_WIDTHS,
    PictureFile,
    keep,
    make_copies,
)

from ..mentors import clips
from ..models import Film

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


def film(mentor: Mentor, key: str) -> Film:
    """Return a new film of a mentor's, stored as if they had sent it."""
    film = Film(mentor=mentor)
    with (ASSETS / "films" / f"{key}.webm").open("rb") as source:
        film.file.save(Path(clips.name_of("webm")).name, File(source), save=True)
    return film


def poster(key: str, *, title: str) -> AbstractImage:
    """Return a new picture that stands for a film until it plays."""
    with (ASSETS / "films" / f"{key}.webp").open("rb") as source:
        picture = get_image_model()(title=title, description=title)
        picture.file.save(f"film-{key}.webp", File(source), save=False)
        picture.save()
    return picture
