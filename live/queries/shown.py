"""What a room shows to somebody who comes in: the part of the welcome that is not about people."""

from typing import Any

from learning.models import Session
from peerlearn.common.zones import iso_utc

from .. import ice
from ..models import Participant, Room
from . import chat, hands, notes, recordings, surface
from .access import closes_at
from .house import house, seen_by


def state_of(room: Room, stay: Participant) -> dict[str, Any]:
    """Return the room as one stay may see it; who waits in the lobby sees no more than its times.

    {state, starts_at, ends_at, opened_at, ice_servers, last_chat, chat_read, notes, hands, house,
    surface, rec}
    """
    session = room.session
    admitted = stay.admitted_at is not None
    return {
        "state": room.state,
        "starts_at": iso_utc(session.starts_at),
        "ends_at": iso_utc(session.ends_at),
        "opened_at": iso_utc(room.opened_at) if room.opened_at else None,
        "ice_servers": _ways(session, stay) if admitted else [],
        "last_chat": room.last_chat if admitted else 0,
        "chat_read": chat.read_up_to(room_id=room.pk, user_id=stay.user_id) if admitted else 0,
        "notes": {"rev": notes.standing(room.pk)[0] if admitted else 0},
        "house": seen_by(house(room), stay.user_id),
        "hands": hands.raised(room) if admitted else [],
        "surface": surface.state(room) if admitted else None,
        "rec": recordings.state_of(room, stay.user_id) if admitted else None,
    }


def _ways(session: Session, stay: Participant) -> list[dict[str, Any]]:
    # Not those of the ticket: the end may have moved since.
    return ice.for_room(user_id=stay.user_id, until=closes_at(session))
