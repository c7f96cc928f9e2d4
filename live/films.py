"""Recordings on their way out: by pieces for who watches, whole for who downloads."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from peerlearn.common.errors import NotFound
from peerlearn.common.streams import StreamedFile

from .models import RecordingFile

TYPES = {"webm": "video/webm", "mp4": "video/mp4"}
# A player asks again for what follows; so no answer holds a whole film in memory.
PIECE = 4 * 1024 * 1024
PARTIAL, UNSATISFIABLE = 206, 416
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer(request: HttpRequest, found: RecordingFile, name: str) -> HttpResponse:
    """Return a finished file: the piece a Range header asks for (at most 4 MB), or all of it.

    Raises NotFound if the file is gone.
    """
    try:
        stored = found.file.open("rb")
    except OSError as error:
        raise NotFound("no_recording", _("This recording is gone.")) from error
    kind = TYPES[found.ending]
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and asked.group(0) != "bytes=-":
        with stored:
            sent = _piece(stored, found.size, asked.group(1), asked.group(2), kind)
    else:
        download = "download" in request.GET
        sent = StreamedFile(stored, as_attachment=download, filename=name, content_type=kind)
    sent["Accept-Ranges"] = "bytes"
    sent["X-Content-Type-Options"] = "nosniff"
    return sent


def _piece(stored, size: int, first: str, last: str, kind: str) -> HttpResponse:
    if first:
        begin, end = int(first), int(last) if last else size - 1
    else:
        begin, end = max(0, size - int(last)), size - 1
    end = min(end, size - 1, begin + PIECE - 1)
    if begin > end:
        return HttpResponse(status=UNSATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    stored.seek(begin)
    sent = HttpResponse(stored.read(end - begin + 1), status=PARTIAL, content_type=kind)
    sent["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return sent
