"""Where scripts, styles, icons and uploads lie: addresses that are worked out once."""

from functools import lru_cache
from typing import Any

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class KnownStaticFiles(CompressedManifestStaticFilesStorage):
    """Files by the name of their content; an address worked out once is known from then on.

    A page names some thirty of them, and the manifest does not change while a process runs.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of a file. Raises ValueError as the parent does."""
        found = self._known.get(name)
        if found is None or force:
            found = super().url(name, force)
            self._known[name] = found
        return found


class KnownUploads(FileSystemStorage):
    """Uploads on this machine's disk; a page names a hundred copies of pictures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = lru_cache(maxsize=20_000)(super().url)

    def url(self, name: str | None) -> str:
        """Return the address of a file."""
        return self._address(name)
