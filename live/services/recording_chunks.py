"""Taking in what the mentor's browser records: chunk after chunk, only what was agreed to.

A chunk may come late, from a line that was down or from the last second before the end. What
counts is when it was recorded: nothing recorded after its part was closed is taken.
"""

import os
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound
from peerlearn.common.files import private_files

from ..enums import RecordingState
from ..models import RecordingPart
from . import recordings

MOST_BYTES = 1_500_000
WEBM, MP4 = "webm", "mp4"
# The browser hears of the end a moment after it; everybody had agreed until then.
END_IS_HEARD = timedelta(seconds=2)
_TAKING = (RecordingState.RUNNING, RecordingState.PAUSED, RecordingState.STOPPED)


def take(
    *,
    recording_id: int,
    part: int,
    number: int,
    actor: User,
    data: bytes,
    ended_at: datetime | None = None,
    last: bool = False,
) -> int:
    """Lay a chunk at the end of its part; returns the number of the chunk awaited next.

    `number` counts from 0; `ended_at` is when the chunk's last picture was taken, `last` says that
    nothing follows; it may come with nothing else. A chunk that came before changes nothing. Raises
    NotFound for anybody but who records, Conflict("not_recording") for what was recorded after the
    part was closed or comes much too late, Conflict("out_of_order") with `fields["next"]`, and
    DomainError: chunk_empty, chunk_too_large, not_a_recording, recording_full.
    """
    found = RecordingPart.objects.select_related("recording").filter(
        recording_id=recording_id, number=part, recording__asked_by=actor
    )
    row = found.first()
    if row is None:
        raise NotFound("no_recording", _("There is no such recording for you."))
    if last and not data:
        return _finish(row, number)
    _check_size(data)
    if number < row.chunks:
        return row.chunks
    if not _agreed(row, ended_at):
        raise _closed()
    _check_order(row, number)
    ending = row.ending or kind_of(data)
    if not ending:
        raise DomainError("not_a_recording", _("This is no WebM and no MP4."))
    _check_room(row, len(data))
    _write(row, data)
    return _count(row, {"size": len(data), "ending": ending, "whole": last}, ended_at)


def _finish(row: RecordingPart, number: int) -> int:
    _check_order(row, number)
    RecordingPart.objects.filter(pk=row.pk).update(whole=True)
    recordings.prepare_soon(row.recording_id)
    return row.chunks


def _check_order(row: RecordingPart, number: int) -> None:
    if number > row.chunks:
        text = _("A part of the recording is missing before this one.")
        raise Conflict("out_of_order", text, fields={"next": str(row.chunks)})


def _agreed(row: RecordingPart, ended_at: datetime | None) -> bool:
    """Tell whether what was recorded until `ended_at` belongs to a part, late as it may come."""
    recording = row.recording
    if row.closed_at is None:
        return recording.state == RecordingState.RUNNING
    if ended_at is None or recording.state not in _TAKING or recording.tries or row.whole:
        return False
    stopped = recording.stopped_at == row.closed_at
    ends = row.closed_at + (END_IS_HEARD if stopped else timedelta(0))
    return ended_at <= ends and (not stopped or now() < row.closed_at + recordings.LATE)


def kind_of(head: bytes) -> str:
    """Return "webm" or "mp4" by the first bytes of a recording, "" for anything else."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM
    return MP4 if head[4:8] == b"ftyp" else ""


def _check_size(data: bytes) -> None:
    if not data:
        raise DomainError("chunk_empty", _("This part of the recording is empty."))
    if len(data) > MOST_BYTES:
        text = _("This part of the recording is too large.")
        raise DomainError("chunk_too_large", text, status=413)


def _check_room(row: RecordingPart, size: int) -> None:
    parts = RecordingPart.objects.filter(recording_id=row.recording_id)
    before = parts.aggregate(size=Sum("size", default=0))["size"]
    if before + size > settings.RECORDING_MAX_MEGABYTES * 1024 * 1024:
        text = _("This recording is as large as one may get. Stop it and begin another.")
        raise DomainError("recording_full", text, status=413)


def _write(row: RecordingPart, data: bytes) -> None:
    """Put bytes where the row says that the part ends: a second try overwrites the first."""
    storage = private_files()
    path = storage.path(row.path)
    os.makedirs(os.path.dirname(path), mode=storage.directory_permissions_mode, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, storage.file_permissions_mode)
    try:
        os.lseek(handle, row.size, os.SEEK_SET)
        with open(handle, "wb", closefd=False) as stream:
            stream.write(data)
    finally:
        os.close(handle)


def _count(row: RecordingPart, grown: dict[str, Any], ended_at: datetime | None) -> int:
    """Let a written chunk count; what closed the part meanwhile is looked at once more."""
    mine = RecordingPart.objects.filter(
        pk=row.pk,
        chunks=row.chunks,
        closed_at=row.closed_at,
        recording__state__in=_TAKING,
        recording__tries=0,
    )
    change = grown | {"chunks": F("chunks") + 1, "size": F("size") + grown["size"]}
    if mine.update(**change):
        if grown["whole"]:
            recordings.prepare_soon(row.recording_id)
        return row.chunks + 1
    before = row.closed_at
    row = RecordingPart.objects.select_related("recording").get(pk=row.pk)
    if row.closed_at != before and _agreed(row, ended_at):
        return _count(row, grown, ended_at)
    if row.recording.state not in _TAKING or row.closed_at != before:
        raise _closed()
    return row.chunks


def _closed() -> Conflict:
    return Conflict("not_recording", _("The recording is paused or over: this part is not kept."))
