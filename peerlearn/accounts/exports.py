"""What a data export holds: each app registers its part in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from .models import User

OpenFile = tuple[str, Callable[[], IO[bytes]]]


def no_files(user: User) -> Iterable[OpenFile]:
    """Return no files: for parts that are data alone."""
    return ()


@dataclass(frozen=True)
class Part:
    """One file of the export: `collect` returns what goes into `<key>.json`.

    `files` yields (name, function that opens it); they go into a folder called `<key>`.
    """

    key: str
    collect: Callable[[User], dict[str, Any]]
    files: Callable[[User], Iterable[OpenFile]] = no_files


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Make a part known; the same key twice is a programming error."""
    if _parts.setdefault(part.key, part) is not part:
        raise ValueError(f"export part {part.key} is registered twice")


def parts() -> list[Part]:
    """Return all parts in the order of their keys."""
    return [_parts[key] for key in sorted(_parts)]
