"""The demo's pictures, laid into the media storage once and shared by who shows them."""

from functools import cache
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Model
from django.db.models.fields.files import FieldFile

ASSETS = Path(__file__).parent / "assets"
COVERS_A_TOPIC = 6


@cache
def _stored(source: Path, target: str) -> str:
    """Copy `source` into the storage under `target` unless it is there; return its name."""
    if not default_storage.exists(target):
        with source.open("rb") as file:
            return default_storage.save(target, File(file))
    return target


def portrait(key: str) -> str:
    """Return the stored name of a person's portrait, nothing for who has none."""
    source = ASSETS / "portraits" / f"{key}.webp"
    return _stored(source, f"avatars/demo/{key}.webp") if source.exists() else ""


def cover(model: type[Model], topic: str, number: int) -> FieldFile:
    """Return one of a topic's covers as a file that is stored already, for `model.cover`."""
    name = f"{topic}-{number % COVERS_A_TOPIC + 1}.webp"
    stored = _stored(ASSETS / "covers" / name, f"covers/demo/{name}")
    return FieldFile(None, model._meta.get_field("cover"), stored)
