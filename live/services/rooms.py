"""The life of a room. It follows the session: opened by its start, closed by its end."""

import logging

from django.db import transaction

from learning.enums import SessionState
from learning.models import Session
from learning.services import closing, sessions
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.states import check_move

from ..enums import ROOM_MOVES, LeftReason, RoomState
from ..models import HostChoice, Participant, Room
from . import locks, news, notes, presence, recordings

audit = logging.getLogger("live.audit")


def start(*, session_id: int, actor: User) -> None:
    """Start the class: the session goes live and the lobby is admitted. The mentor's alone.

    Starting twice is starting once. Raises NotAllowed and Conflict as learning does.
    """
    with transaction.atomic():
        sessions.start(session_id=session_id, actor=actor)
        open_room(session_id=session_id)
    audit.info("room %s started by user %s", session_id, actor.pk)


def end(*, session_id: int, actor: User) -> str:
    """End the class for everybody; the news of it closes the room. The mentor's alone.

    Returns how the session stands: completed, or cancelled if it was not taught. Ending twice is
    ending once. Raises NotAllowed and Conflict as learning does, and Conflict("not_started"): the
    seats of a class that never began are not settled as missed.
    """
    with transaction.atomic():
        mine = Session.objects.filter(pk=session_id, mentor__user=actor)
        if mine.filter(state=SessionState.SCHEDULED).exists():
            raise Conflict("not_started", "This session has not started.")
        ended = closing.end(session_id=session_id, actor=actor)
        close_room(session_id=session_id)
    audit.info("room %s ended by user %s", session_id, actor.pk)
    return ended.state


def room_of(session: Session) -> Room:
    """Return the session's room, making it when somebody is the first to enter."""
    live = session.state == SessionState.LIVE
    choice = HostChoice.objects.filter(user=session.mentor.user_id).first()
    fresh = {
        "auto_admit": choice is None or choice.auto_admit,
        "created_at": now(),
        "state": RoomState.OPEN if live else RoomState.LOBBY,
        "opened_at": now() if live else None,
    }
    return Room.objects.get_or_create(session=session, defaults=fresh)[0]


@transaction.atomic
def open_room(*, session_id: int) -> None:
    """Let the lobby in; nothing to do for a room that nobody has entered or that is open."""
    room = locks.made_room_of(session_id)
    if room is None or room.state != RoomState.LOBBY:
        return
    _move(room, RoomState.OPEN)
    Room.objects.filter(pk=room.pk).update(opened_at=now())
    news.to_room(session_id, {"type": "room.opened"})
    news.lobby(session_id)


@transaction.atomic
def close_room(*, session_id: int, reason: str = "ended") -> None:
    """End every stay and close every socket; closing twice is closing once."""
    room = locks.made_room_of(session_id)
    if room is None or room.state == RoomState.CLOSED:
        return
    _move(room, RoomState.CLOSED)
    Room.objects.filter(pk=room.pk).update(closed_at=now())
    recordings.finish(room_id=room.pk)
    for stay in Participant.objects.filter(room=room, left_at=None):
        presence.end_stay(stay, reason=LeftReason.ENDED, at=now())
    notes.settle(room)
    news.to_room(session_id, {"type": "room.ended", "reason": reason})


def _move(room: Room, new: str) -> None:
    check_move(ROOM_MOVES, room.state, new)
    Room.objects.filter(pk=room.pk).update(state=new)
