"""What sockets of a room hear, sent once the transaction has committed."""

from typing import Any

from django.db import transaction

from learning.queries import sessions
from peerlearn.common.zones import iso_utc
from peerlearn.notifications import push

from .. import groups, protocol
from ..models import Participant, Room
from ..queries import lateness, people
from ..queries.access import closes_at
from ..queries.house import house as state_of_house


def to_room(session_id: int, event: dict[str, Any]) -> None:
    """Send an event to every socket of a room, lobby included, after commit."""
    transaction.on_commit(lambda: push.send(groups.room(session_id), event))


def to_inside(session_id: int, event: dict[str, Any]) -> None:
    """Send an event to the sockets admitted to a room, after commit."""
    transaction.on_commit(lambda: say_inside(session_id, event))


def say_inside(session_id: int, event: dict[str, Any]) -> None:
    """Send an event to the sockets admitted to a room now."""
    push.send_items(groups.calls(), [[session_id, event]])


def peer(session_id: int, t: str, participant: Participant, **more: Any) -> None:
    """Tell the call that somebody joined, resumed, is away or left; `t` names which."""
    frame = protocol.frame(t, pid=participant.pid, **more)
    if t == "peer-joined":
        frame["peer"] = people.card(participant)
    event = {
        "type": "room.peer",
        "frame": frame,
        "pid": participant.pid,
        "seq": participant.seq,
        "channel": "" if t == "peer-left" else participant.channel,
    }
    to_inside(session_id, event)


def house(session_id: int) -> None:
    """Tell everybody how the room's door stands: locked, who comes in, until when; after commit."""
    transaction.on_commit(lambda: push.send(groups.room(session_id), house_event(session_id)))


def house_event(session_id: int) -> dict[str, Any]:
    """Return the event that carries the state of the door; full state, as the lobby's."""
    room = Room.objects.select_related("session").filter(session_id=session_id).first()
    frame = protocol.frame("house", **(state_of_house(room) if room else {}))
    return {"type": "room.house", "frame": frame}


def ways(session_id: int) -> None:
    """Give the call TURN passwords for the session's end as it is now, after commit."""
    session = sessions.for_room(session_id)
    if session is not None:
        event = {"type": "room.ways", "until": closes_at(session).isoformat()}
        to_inside(session_id, event)


def lobby(session_id: int) -> None:
    """Tell everybody who waits in the lobby who is there and who is ready, after commit."""
    transaction.on_commit(lambda: push.send(groups.room(session_id), lobby_event(session_id)))


def lobby_event(session_id: int) -> dict[str, Any]:
    """Return the event that carries the lobby's list; full state, so that a repeat does no harm."""
    session = sessions.for_room(session_id)
    roster = people.roster(session) if session else []
    opens = lateness.way_out(session) if session else None
    frame = protocol.frame("lobby", people=roster, way_out=iso_utc(opens) if opens else None)
    return {"type": "room.lobby", "frame": frame}
