"""What a session left behind, for its mentor and its learners."""

from typing import Any

from django.utils.translation import gettext as _

from learning.enums import SessionState
from learning.models import Session
from peerlearn.accounts.models import User
from peerlearn.common.errors import Conflict

from ..enums import AGREEING, OPEN_RECORDING, RecordingState
from ..models import Recording, RecordingConsent, Room
from . import attendance, board, chat, files, notes, recordings, slides
from .access import Place, place_of


def record_place(*, session_id: int, user: User) -> Place:
    """Return somebody's place in a session that is over.

    Raises what `access.place_of` raises, and Conflict("not_over") before the end.
    """
    place = place_of(session_id=session_id, user=user)
    if place.session.state != SessionState.COMPLETED:
        raise Conflict("not_over", _("The record of a session is here once it is over."))
    return place


def parts(place: Place) -> dict[str, Any]:
    """Return {attendance, recordings, lines, files, notes, board, decks} of a session's room.

    `board` holds the numbers of the whiteboard's pages on which something stands.
    """
    session, user = place.session, place.user
    room = Room.objects.filter(session=session).first()
    return {
        "board": board.pages(room_id=room.pk) if room else [],
        "decks": slides.left_in(place),
        "attendance": attendance.of_session(session, user),
        "recordings": [_recording(one, user) for one in recordings.of_session(session)],
        "lines": list(chat.of_session(session.pk)),
        "files": list(files.of_session(session.pk)),
        "notes": notes.text_of(session.pk),
    }


def _recording(recording: Recording, user: User) -> dict[str, Any]:
    """Return a recording and what this person may do with it: {recording, state, files, mine}."""
    waits = recording.state in (*OPEN_RECORDING, RecordingState.STOPPED)
    gone = recording.state == RecordingState.DELETED
    mine = recording.asked_by_id == user.pk or recordings.agreed_once(recording, user.pk)
    return {
        "recording": recording,
        "waits": waits,
        "files": [] if gone else list(recording.files.all()),
        "may_delete": mine and not gone and recording.state not in OPEN_RECORDING,
        "by_me": recording.asked_by_id == user.pk,
    }


def consents(session: Session, user: User) -> list[RecordingConsent]:
    """Return what somebody said to the recordings of a session, in order."""
    said = RecordingConsent.objects.filter(recording__room__session=session, user=user)
    return list(said.select_related("recording").order_by("pk"))


def everybodys_consents(recording: Recording) -> list[RecordingConsent]:
    """Return who agreed to a recording, in order: what its mentor can show for it."""
    said = RecordingConsent.objects.filter(recording=recording, act__in=AGREEING)
    return list(said.select_related("user").order_by("pk"))
