"""Steps that run only when what they depend on changed.

A step has done its work when the stamp file that carries its name holds the digest of its inputs.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

SKIPPED = {"node_modules", "__pycache__", ".git", "build"}


def files(*roots: Path, suffixes: tuple[str, ...] = ()) -> list[Path]:
    """Return the files below `roots` (a root may be a file), sorted; missing roots are left out."""
    found: list[Path] = []
    for root in roots:
        if root.is_file():
            found.append(root)
            continue
        for path in root.rglob("*"):
            if path.is_file() and not SKIPPED.intersection(path.relative_to(root).parts):
                found.append(path)
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return one hex digest of the names and contents of `paths` and of `words`."""
    total = hashlib.sha256("\n".join(words).encode())
    for path in paths:
        total.update(f"\n{path}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


class Stamps:
    """A folder of stamps, one file a step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fresh(self, name: str, value: str) -> bool:
        """Tell whether step `name` already ran with inputs of digest `value`."""
        path = self.folder / name
        return path.is_file() and path.read_text() == value

    def set(self, name: str, value: str) -> None:
        """Note that step `name` ran with inputs of digest `value`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(value)
