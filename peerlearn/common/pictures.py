"""Pictures in several sizes: what is stored once is kept in every width a page asks for.

The name says it all: beside "covers/ab-w800.webp" lie "ab-w320.avif", "ab-w320.webp" and so on, so
that a card knows its addresses without asking database or storage.
"""

import io
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from PIL import Image

from .errors import DomainError
from .images import clean_picture

FACE_WIDTHS = (96, 192, 320)
COVER_WIDTHS = (320, 640, 960)
WIDEST = 1280
# Encoding must not hold up who uploads: the fast settings cost a tenth more bytes.
HOW = {"avif": {"quality": 58, "speed": 8}, "webp": {"quality": 78, "method": 4}}
SIZED = re.compile(r"^(?P<stem>.+)-w(?P<width>\d{1,5})\.webp$")


@dataclass(frozen=True)
class Copies:
    """A picture as WebP with its width, and its copies as (width, kind, bytes)."""

    full: bytes
    width: int
    others: tuple[tuple[int, str, bytes], ...]


class Prepared(ContentFile):
    """A picture with its copies drawn already, so that no transaction waits for it."""

    def __init__(self, copies: Copies) -> None:
        super().__init__(copies.full, name="picture.webp")
        self.copies = copies


def prepared(data: bytes, widths: tuple[int, ...]) -> Prepared:
    """Return what `clean_picture` made, ready for a field with these `widths`."""
    return Prepared(make_copies(data, widths, is_clean=True))


def make_copies(data: bytes, widths: tuple[int, ...], *, is_clean: bool = False) -> Copies:
    """Draw a picture in all `widths` below its own, and its own, as AVIF and WebP.

    `is_clean`: it comes from `clean_picture` and is kept as it is. Raises what that raises.
    """
    full = data if is_clean else clean_picture(data, side=WIDEST, square=False).read()
    picture = Image.open(io.BytesIO(full)).convert("RGB")
    others = []
    for width in _widths(picture.width, widths):
        size = (width, max(1, round(picture.height * width / picture.width)))
        drawn = picture.resize(size, Image.Resampling.LANCZOS)
        for kind, how in HOW.items():
            if width < picture.width or kind != "webp":
                out = io.BytesIO()
                drawn.save(out, kind.upper(), **how)
                others.append((width, kind, out.getvalue()))
    return Copies(full, picture.width, tuple(others))


def keep(storage: Storage, name: str, copies: Copies) -> str:
    """Store a picture with its copies; `name` is a path whose ending is replaced. Return its name.

    The full picture comes last: whoever finds it finds the others.
    """
    stem = str(PurePosixPath(name).with_suffix(""))
    for width, kind, data in copies.others:
        storage.save(f"{stem}-w{width}.{kind}", ContentFile(data))
    return storage.save(f"{stem}-w{copies.width}.webp", ContentFile(copies.full))


def names(name: str, widths: tuple[int, ...]) -> Iterator[str]:
    """Yield the names of a stored picture and all its copies."""
    yield name
    if found := SIZED.match(name):
        for width in _widths(int(found["width"]), widths):
            for kind in HOW:
                copy = f"{found['stem']}-w{width}.{kind}"
                if copy != name:
                    yield copy


def deleter(stored: Any) -> Callable[[], None]:
    """Return what deletes a picture with its copies, for after the commit; its name is kept now."""
    storage, kept = stored.storage, list(names(str(stored.name), stored.field.widths))

    def delete() -> None:
        for name in kept:
            storage.delete(name)

    return delete


def _widths(full: int, widths: tuple[int, ...]) -> tuple[int, ...]:
    return (*(width for width in widths if width < full), full)


class PictureFile(ImageFieldFile):
    """A picture of a row, with the addresses of its copies."""

    field: "PictureField"

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the picture and its copies; what is no picture is refused (DomainError)."""
        copies = getattr(content, "copies", None)
        copies = copies or make_copies(content.read(), self.field.widths)
        target = self.field.generate_filename(self.instance, name)
        stem = PurePosixPath(target).with_suffix("")
        self.name = keep(self.storage, f"{stem}-{secrets.token_hex(4)}.webp", copies)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    @property
    def is_sized(self) -> bool:
        """Tell whether copies were made; older files have none."""
        return bool(self.name and SIZED.match(self.name))

    @property
    def webp(self) -> str:
        """Return the `srcset` of the WebP copies, "" without any."""
        return self._srcset("webp")

    @property
    def avif(self) -> str:
        """Return the `srcset` of the AVIF copies, "" without any."""
        return self._srcset("avif")

    @property
    def small_url(self) -> str:
        """Return the address of the smallest copy, for a face beside a name; "" without picture."""
        if not self.name:
            return ""
        return self._address(min(self._all()), "webp") if self.is_sized else self.url

    def _all(self) -> tuple[int, ...]:
        found = SIZED.match(self.name or "")
        return _widths(int(found["width"]), self.field.widths) if found else ()

    def _address(self, width: int, kind: str) -> str:
        stem = str(self.name).rpartition("-w")[0]
        return self.storage.url(f"{stem}-w{width}.{kind}")

    def _srcset(self, kind: str) -> str:
        return ", ".join(f"{self._address(width, kind)} {width}w" for width in self._all())


class PictureField(models.ImageField):
    """A picture kept in several widths (`widths`, in pixels) as AVIF and WebP."""

    attr_class = PictureFile

    def __init__(self, *args: Any, widths: tuple[int, ...] = COVER_WIDTHS, **options: Any) -> None:
        self.widths = tuple(widths)
        super().__init__(*args, **options)


def size_all(field: PictureField, model: type[models.Model], limit: int = 200) -> int:
    """Make copies of up to `limit` stored pictures of `model` that have none; return how many.

    A file several rows share is drawn once. A file that is gone or broken is left as it is.
    """
    manager = model._default_manager
    olds = manager.exclude(**{field.name: ""}).exclude(
        **{f"{field.name}__iregex": r"-w[0-9]+\.webp$"}
    )
    done = 0
    for name in olds.order_by().values_list(field.name, flat=True).distinct()[:limit]:
        try:
            with field.storage.open(name) as file:
                copies = make_copies(file.read(), field.widths)
        except (OSError, DomainError):
            continue
        sized = keep(field.storage, name, copies)
        manager.filter(**{field.name: name}).update(**{field.name: sized})
        field.storage.delete(name)
        done += 1
    return done
