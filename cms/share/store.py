"""Share pictures on disk: each is drawn once, when somebody first asks for it.

They lie in the private folder: the view that hands them out knows what may still be seen.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from threading import BoundedSemaphore

from learning.models import Session
from peerlearn.common.files import private_files

from . import drawing
from .facts import MentorFacts, SessionFacts, SiteFacts, version

Facts = SessionFacts | MentorFacts | SiteFacts

FOLDER = "share"
# One at a time in each process: a crawler that asks for a thousand must not take every core.
_TURN = BoundedSemaphore(1)
WAIT_SECONDS = 4


def picture(kind: str, pk: int, facts: Facts) -> bytes | None:
    """Return the picture of what `facts` tell; None where too many are being drawn just now.

    A new version takes the place of the old ones.
    """
    path = _folder(kind, pk) / f"{version(facts)}.png"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    if not _TURN.acquire(timeout=WAIT_SECONDS):
        return None
    try:
        data = drawing.draw(facts)
    finally:
        _TURN.release()
    _keep(path, data)
    return data


def forget_mentor(pk: int) -> None:
    """Delete the pictures that show a mentor: theirs and those of their sessions."""
    rmtree(_folder("mentor", pk), ignore_errors=True)
    for session in Session.objects.filter(mentor=pk).values_list("pk", flat=True):
        rmtree(_folder("session", session), ignore_errors=True)


def _folder(kind: str, pk: int) -> Path:
    return Path(private_files().path(f"{FOLDER}/{kind}/{pk}"))


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    os.replace(draft, path)  # whole at once: nobody reads half a picture
    for other in path.parent.glob("*.png"):
        if other != path:
            other.unlink(missing_ok=True)
