"""Files that no web server hands out: they are streamed by a view that knows who may have them."""

import os
from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateFiles(FileSystemStorage):
    """A folder beside the media folder, readable by this program alone."""

    @property
    def base_location(self) -> str:
        """Return the folder (PRIVATE_ROOT), as it is set now: fields keep one storage for good."""
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        """Return where the folder is."""
        return os.path.abspath(self.base_location)

    @property
    def file_permissions_mode(self) -> int:
        """Let nobody else on the machine read them."""
        return 0o600

    @property
    def directory_permissions_mode(self) -> int:
        """Let nobody else on the machine list them."""
        return 0o700

    def url(self, name: str | None) -> NoReturn:
        """Refuse: these files have no address of their own."""
        raise ValueError("Private files have no address.")


def private_files() -> PrivateFiles:
    """Return the storage of private files; models name this function."""
    return PrivateFiles()
