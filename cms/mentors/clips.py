"""Films people send: told by their content, stored under a name of ours."""

from uuid import uuid4

from django.core.files.base import File
from django.utils.translation import gettext as _

from peerlearn.common.errors import DomainError

MAX_MEGABYTES = 48
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
HEAD = 4096
# Brands of the MP4 family that browsers play.
MP4_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"dash",
}
EBML = b"\x1a\x45\xdf\xa3"
WEBM_DOCTYPE = b"\x42\x82\x84webm"


def kind_of(film: File) -> str:
    """Return "mp4" or "webm".

    Raises DomainError: film_too_large (more than MAX_BYTES), not_a_film (anything else).
    """
    if film.size > MAX_BYTES:
        message = _("This film is larger than %d MB.") % MAX_MEGABYTES
        raise DomainError("film_too_large", message, status=413, fields={"video": message})
    film.seek(0)
    head = film.read(HEAD)
    film.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in MP4_BRANDS and _has_boxes(film, head):
        return "mp4"
    if head.startswith(EBML) and WEBM_DOCTYPE in head[:64]:
        return "webm"
    message = _("Choose an MP4 or WebM film.")
    raise DomainError("not_a_film", message, fields={"video": message})


def _has_boxes(film: File, head: bytes) -> bool:
    """Tell whether a second box follows the first where its length says, as in every MP4."""
    length = int.from_bytes(head[:4])
    if not 16 <= length <= HEAD - 8 or length + 8 > film.size:
        return False
    name = head[length + 4 : length + 8]
    return name in (b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"moof", b"sidx", b"styp")


def name_of(kind: str) -> str:
    """Return a new name for a film; nothing in it comes from whoever sent it."""
    return f"films/{uuid4().hex}.{kind}"
