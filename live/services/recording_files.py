"""What becomes of a recording: files that can be wound, kept for a time, then deleted."""

import logging
import os
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import NotAllowed
from peerlearn.common.files import private_files
from peerlearn.common.states import check_move
from peerlearn.notifications.services import notify

from ..enums import (
    OPEN_RECORDING,
    RECORDING_MOVES,
    ConsentAct,
    DeletedReason,
    RecordingState,
    RoomState,
)
from ..models import Participant, Recording, RecordingConsent, RecordingFile, RecordingPart
from ..queries import recordings as queries
from ..remux import Made, Source, remux
from . import recordings

log = logging.getLogger(__name__)

TRIES = 3
TRY_AGAIN = timedelta(minutes=15)
LIMIT = 20
KEPT = (RecordingState.STOPPED, RecordingState.READY, RecordingState.FAILED)


def prepare(*, recording_id: int) -> bool:
    """Make the files of a stopped recording; False if another worker is at it, or it is done, or
    its browser may still have something to send.

    What cannot be made is tried three times and then failed; the raw parts stay until it expires.
    """
    due = _due().filter(pk=recording_id)
    recording = due.first()
    tries = recording.tries + 1 if recording else 0
    if recording is None or not due.filter(tries=tries - 1).update(tries=tries, tried_at=now()):
        return False
    storage = private_files()
    sources = [
        Source(Path(storage.path(part.path)), part.size, part.ending)
        for part in recording.parts.filter(chunks__gt=0)
    ]
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = remux([one for one in sources if one.path.exists()], Path(folder))
        except Exception:  # one broken recording must not stop the sweep
            log.exception("recording %s could not be prepared", recording_id)
            made = []
        if made or tries >= TRIES:
            _store(recording_id, made)
    return True


def _due() -> QuerySet[Recording]:
    """Return recordings to be made into films: nothing more is awaited, no worker is at them."""
    of_it = RecordingPart.objects.filter(recording=OuterRef("pk"))
    awaited = of_it.filter(whole=False, closed_at__gt=now() - recordings.LATE)
    return Recording.objects.filter(
        ~Exists(awaited),
        Q(tried_at=None) | Q(tried_at__lt=now() - TRY_AGAIN),
        state=RecordingState.STOPPED,
    )


def _store(recording_id: int, made: list[Made]) -> None:
    names = []
    for number, one in enumerate(made, start=1):
        with open(one.path, "rb") as stream:
            stored = private_files().save(
                f"recordings/{recording_id}-{number}.{one.ending}", File(stream)
            )
        names.append((number, stored, one))
    with transaction.atomic():
        recording = Recording.objects.select_for_update(no_key=True).get(pk=recording_id)
        if recording.state != RecordingState.STOPPED:
            # Deleted while the files were made.
            for _number, stored, _made in names:
                private_files().delete(stored)
            return
        for number, stored, one in names:
            RecordingFile.objects.create(
                recording=recording,
                number=number,
                file=stored,
                ending=one.ending,
                size=private_files().size(stored),
                seconds=one.seconds,
            )
        _move(recording, RecordingState.READY if made else RecordingState.FAILED)
        recording.save(update_fields=["state"])
        if made:
            raw = [part.path for part in recording.parts.all()]
            transaction.on_commit(lambda: _unlink(raw))
            _tell(recording)


def _tell(recording: Recording) -> None:
    session = recording.room.session
    url = f"/room/{session.pk}/record/"
    was_there = Participant.objects.filter(room=recording.room).exclude(admitted_at=None)
    for user in User.objects.filter(pk__in=was_there.values("user")):
        data = {"title": session.title, "url": url}
        notify(user=user, kind="recording_ready", data=data, dedup=f"recording-{recording.pk}")


@transaction.atomic
def delete(*, session_id: int, recording_id: int, actor: User) -> bool:
    """Delete a recording for everybody: its mentor may, and whoever agreed to be in it.

    For them it is taking their consent back. False if there is nothing to delete. Raises
    NotAllowed("not_yours").
    """
    found = Recording.objects.select_for_update(no_key=True).filter(
        pk=recording_id, room__session_id=session_id, state__in=KEPT
    )
    recording = found.first()
    if recording is None:
        return False
    if recording.asked_by_id == actor.pk:
        _forget(recording, DeletedReason.MENTOR)
        return True
    if not queries.agreed_once(recording, actor.pk):
        raise NotAllowed("not_yours", _("Only who was recorded can delete a recording."))
    _withdraw(recording, actor)
    _forget(recording, DeletedReason.CONSENT)
    return True


def _withdraw(recording: Recording, user: User) -> None:
    RecordingConsent.objects.create(
        recording=recording,
        user=user,
        ask=recording.asks,
        act=ConsentAct.WITHDRAWN,
        words=recordings.VERSION,
        created_at=now(),
    )


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Delete every recording that somebody agreed to be in: their account is deleted."""
    said = RecordingConsent.objects.filter(user_id=user_id).values("recording")
    rows = Recording.objects.select_for_update(no_key=True).filter(pk__in=said)
    for recording in rows.exclude(state=RecordingState.DELETED):
        _forget(recording, DeletedReason.ACCOUNT)


def sweep() -> int:
    """Stop what closed rooms left, make what is due, delete what is old; returns how many."""
    done = 0
    left = Recording.objects.filter(state__in=OPEN_RECORDING, room__state=RoomState.CLOSED)
    for room_id in left.values_list("room_id", flat=True)[:LIMIT]:
        recordings.finish(room_id=room_id)
        done += 1
    for pk in _due().values_list("pk", flat=True)[:LIMIT]:
        done += prepare(recording_id=pk)
    old = Recording.objects.filter(state__in=KEPT, expires_at__lte=now())
    for pk in old.values_list("pk", flat=True)[:LIMIT]:
        done += _expire(pk)
    return done


@transaction.atomic
def _expire(pk: int) -> bool:
    rows = Recording.objects.select_for_update(no_key=True).filter(pk=pk, state__in=KEPT)
    recording = rows.filter(expires_at__lte=now()).first()
    if recording is not None:
        _forget(recording, DeletedReason.EXPIRED)
    return recording is not None


def _forget(recording: Recording, reason: str) -> None:
    """Take a recording's files away; that there was one, and who agreed, stays."""
    recording.parts.filter(closed_at=None).update(closed_at=now())
    paths = [part.path for part in recording.parts.all()]
    paths += [str(one.file.name) for one in recording.files.all()]
    recording.files.all().delete()
    _move(recording, RecordingState.DELETED)
    recording.deleted_at, recording.deleted_reason = now(), reason
    recording.save(update_fields=["state", "deleted_at", "deleted_reason"])
    transaction.on_commit(lambda: _unlink(paths))


def _move(recording: Recording, new: str) -> None:
    check_move(RECORDING_MOVES, recording.state, new)
    recording.state = new


def _unlink(paths: list[str]) -> None:
    for path in paths:
        try:
            private_files().delete(path)
        except OSError:  # a file that cannot be deleted now is named for who looks after them
            log.exception("private file %s could not be deleted", os.path.basename(path))
