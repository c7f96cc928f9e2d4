"""Recording a call: asked for by the mentor, running only while everybody in the call agrees.

What is in the call changes under the recording's row: who joins, leaves or answers ends in
`_settle`, so that of two changes at once the later one sees the earlier.
"""

import secrets
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed
from peerlearn.common.states import check_move

from ..consent_words import VERSION
from ..enums import (
    OPEN_RECORDING,
    RECORDING_MOVES,
    ConsentAct,
    DeletedReason,
    RecordingState,
    RoomState,
)
from ..models import Recording, RecordingConsent, RecordingPart, Room
from ..protocol import frame
from ..queries import recordings as queries
from . import news

MOST_ASKS = 10
ONE_ASK = timedelta(seconds=30)
MOST_RECORDINGS = 20
TASK = "live.tasks.prepare_recording"
# So long may come what a browser had recorded before the end; as long as a mentor's seat is kept.
LATE = timedelta(minutes=2)


@transaction.atomic
def ask(*, session_id: int, actor: User) -> Recording:
    """Ask everybody in the call to be recorded; who asks agrees by asking. The mentor's alone.

    Asking again is for those who said no; the same ask within a moment, which a client says again
    on a new line, is one. Raises NotAllowed("not_mentor"),
    Conflict("room_closed"|"asked_often").
    """
    # Under the room's lock nobody joins unseen while there is no recording to lock yet.
    rows = Room.objects.select_for_update(of=("self",), no_key=True).select_related(
        "session__mentor"
    )
    room = rows.filter(session_id=session_id).first()
    if room is None or room.session.mentor.user_id != actor.pk:
        raise NotAllowed("not_mentor", _("Only the mentor can record a session."))
    if room.state != RoomState.OPEN:
        raise Conflict("room_closed", _("This room is closed."))
    recording = _open(room.pk)
    if recording is None:
        if Recording.objects.filter(room=room).count() >= MOST_RECORDINGS:
            raise Conflict("asked_often", _("This session has enough recordings."))
        recording = Recording.objects.create(
            room=room, asked_by=actor, keep_days=settings.RECORDING_KEEP_DAYS, created_at=now()
        )
    else:
        if _just_asked(recording):
            return recording
        if recording.asks >= MOST_ASKS:
            raise Conflict("asked_often", _("You have asked often enough. A no is a no."))
        recording.asks += 1
    _note(recording, actor, ConsentAct.ASKED)
    _settle(recording)
    return recording


@transaction.atomic
def answer(*, session_id: int, actor: User, recording_id: int, yes: bool) -> str:
    """Agree to being recorded, say no, or take one's consent back; returns what holds now.

    A no holds until the mentor asks again. Raises Conflict("no_recording"|"said_no").
    """
    found = Recording.objects.select_for_update(no_key=True).filter(
        pk=recording_id, room__session_id=session_id, state__in=OPEN_RECORDING
    )
    recording = found.first()
    if recording is None:
        raise Conflict("no_recording", _("Nothing is being recorded."))
    before = queries.answers(recording).get(actor.pk, queries.OPEN)
    wanted = queries.YES if yes else queries.NO
    if before == wanted:
        return before
    if before == queries.NO:
        raise Conflict("said_no", _("You said no. The mentor can ask you again."))
    if yes:
        act = ConsentAct.GIVEN
    else:
        act = ConsentAct.WITHDRAWN if before == queries.YES else ConsentAct.REFUSED
    _note(recording, actor, act)
    _settle(recording)
    return wanted


@transaction.atomic
def stop(*, session_id: int, actor: User) -> None:
    """End the recording; nothing to do if there is none. Raises NotAllowed("not_mentor")."""
    room = Room.objects.select_related("session__mentor").filter(session_id=session_id).first()
    if room is None or room.session.mentor.user_id != actor.pk:
        raise NotAllowed("not_mentor", _("Only the mentor can record a session."))
    finish(room_id=room.pk)


@transaction.atomic
def finish(*, room_id: int) -> None:
    """End the recording of a room, if there is one, and have its files made."""
    recording = _open(room_id)
    if recording is None:
        return
    moment = now()
    _close_part(recording, moment)
    recording.stopped_at = moment
    if recording.parts.filter(chunks__gt=0).exists():
        _move(recording, RecordingState.STOPPED)
        recording.expires_at = moment + timedelta(days=recording.keep_days)
        transaction.on_commit(lambda: prepare_soon(recording.pk), robust=True)
    else:
        _move(recording, RecordingState.DELETED)
        recording.deleted_at, recording.deleted_reason = moment, DeletedReason.EMPTY
    _save_and_tell(recording)


def follow(*, room_id: int) -> None:
    """Look again at who is in the call, in the transaction in which that changed."""
    recording = _open(room_id)
    if recording is not None:
        _settle(recording)


def _open(room_id: int) -> Recording | None:
    rows = Recording.objects.select_for_update(no_key=True).filter(room_id=room_id)
    return rows.filter(state__in=OPEN_RECORDING).first()


def _just_asked(recording: Recording) -> bool:
    since = now() - ONE_ASK
    asked = recording.consents.filter(act=ConsentAct.ASKED, created_at__gt=since)
    return asked.exists() and queries.NO not in queries.answers(recording).values()


def _note(recording: Recording, user: User, act: str) -> None:
    RecordingConsent.objects.create(
        recording=recording,
        user=user,
        ask=recording.asks,
        act=act,
        words=VERSION,
        created_at=now(),
    )


def _settle(recording: Recording) -> None:
    """Run, pause or go on, as consent and people are now; the caller holds the row."""
    said = queries.answers(recording)
    here = queries.inside(recording)
    recorder = next((pid for user_id, pid in here if user_id == recording.asked_by_id), "")
    whole = bool(recorder) and all(said.get(user_id) == queries.YES for user_id, _pid in here)
    running = recording.state == RecordingState.RUNNING
    if running and not whole:
        _close_part(recording, now())
        _move(recording, RecordingState.PAUSED)
        running = False
    if whole and not running:
        _begin_part(recording, recorder)
        _move(recording, RecordingState.RUNNING)
    _save_and_tell(recording)


def _begin_part(recording: Recording, recorder: str) -> None:
    recording.part += 1
    recording.recorder = recorder
    recording.started_at = recording.started_at or now()
    RecordingPart.objects.create(
        recording=recording,
        number=recording.part,
        path=f"recordings/parts/{recording.pk}-{recording.part}-{secrets.token_hex(8)}",
        began_at=now(),
    )


def _close_part(recording: Recording, moment: datetime) -> None:
    """Take nothing recorded from now on: what was not agreed to must not arrive late either."""
    recording.parts.filter(closed_at=None).update(closed_at=moment)


def _move(recording: Recording, new: str) -> None:
    check_move(RECORDING_MOVES, recording.state, new)
    recording.state = new


def _save_and_tell(recording: Recording) -> None:
    recording.revision += 1
    recording.save()
    session_id = Room.objects.values_list("session_id", flat=True).get(pk=recording.room_id)
    told = frame("rec", **queries.shown(recording))
    # Pairs, not a map: the channel layer keeps only texts as keys.
    said = [list(pair) for pair in queries.answers(recording).items()]
    news.to_inside(session_id, {"type": "room.rec", "frame": told, "answers": said})


def prepare_soon(recording_id: int) -> None:
    """Have the files made if nothing is awaited any more; a lost task is found by the sweep."""
    current_app.send_task(TASK, [recording_id], retry=False)
