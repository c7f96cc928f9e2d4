"""Reading recordings: how one stands in a room, who agreed, and what is there afterwards."""

from typing import Any

from django.db.models import QuerySet

from learning.models import Session

from ..enums import AGREEING, OPEN_RECORDING
from ..models import Participant, Recording, RecordingConsent, RecordingFile, Room

YES, NO, OPEN = "yes", "no", ""


def open_in(room: Room) -> Recording | None:
    """Return the recording that runs in a room, is paused or is asked for."""
    return Recording.objects.filter(room=room, state__in=OPEN_RECORDING).first()


def answers(recording: Recording) -> dict[int, str]:
    """Return {user id: "yes" | "no" | ""}; a no counts until everybody was asked again."""
    found: dict[int, str] = {}
    rows = RecordingConsent.objects.filter(recording=recording).order_by("pk")
    for user_id, ask, act in rows.values_list("user_id", "ask", "act"):
        if act in AGREEING:
            found[user_id] = YES
        else:
            found[user_id] = NO if ask == recording.asks else OPEN
    return found


def inside(recording: Recording) -> list[tuple[int, str]]:
    """Return (user id, pid) of who is in the call now, in the order of joining."""
    here = Participant.objects.filter(room_id=recording.room_id, left_at=None)
    return list(here.exclude(admitted_at=None).order_by("seq").values_list("user_id", "pid"))


def shown(recording: Recording) -> dict[str, Any]:
    """Return how a recording stands, as every socket of the call is told.

    `agreed`, `refused` and `waiting` count who is in the call; who said what is not told.
    """
    said = answers(recording)
    here = [said.get(user_id, OPEN) for user_id, _pid in inside(recording)]
    return {
        "rec": recording.pk,
        "rev": recording.revision,
        "state": recording.state,
        "asks": recording.asks,
        "part": recording.part,
        "recorder": recording.recorder,
        "agreed": here.count(YES),
        "refused": here.count(NO),
        "waiting": here.count(OPEN),
    }


def state_of(room: Room, user_id: int) -> dict[str, Any] | None:
    """Return `shown` with `mine`, this person's own answer; None while nothing is recorded."""
    recording = open_in(room)
    if recording is None:
        return None
    return shown(recording) | {"mine": answers(recording).get(user_id, OPEN)}


def of_session(session: Session) -> QuerySet[Recording]:
    """Return a session's recordings that came to something, oldest first, with their files."""
    made = Recording.objects.filter(room__session=session).exclude(started_at=None)
    return made.prefetch_related("files").order_by("pk")


def agreed_once(recording: Recording, user_id: int) -> bool:
    """Tell whether somebody agreed to this recording at any time, and so may be in it."""
    said = RecordingConsent.objects.filter(recording=recording, user_id=user_id)
    return said.filter(act__in=AGREEING).exists()


def file_of(*, session_id: int, recording_id: int, number: int) -> RecordingFile | None:
    """Return one finished file of a session's recording."""
    return (
        RecordingFile.objects.select_related("recording__room__session")
        .filter(recording__room__session_id=session_id, recording_id=recording_id, number=number)
        .first()
    )
