"""Secrets of one machine: drawn on first use, kept in the var folder, never in the repository."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret(folder: Path, name: str) -> str:
    """Return the secret called `name`, drawing it on first use (file mode 600).

    Two processes that start at once agree: a whole file is linked into place, the later one loses.
    """
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text()
