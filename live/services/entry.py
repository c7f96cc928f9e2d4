"""Through the door: what a socket's hello turns into."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from learning.services import seats
from peerlearn.common.clock import now

from ..models import Participant
from ..protocol import Refused
from ..queries import access, people, shown
from . import admission, locks, news, presence, rooms, tokens


@dataclass(frozen=True)
class Stay:
    """One socket's view of its room at a moment; `channels` maps pid to channel-layer name."""

    pid: str
    seq: int
    role: str
    user_id: int
    room_id: int
    session_id: int
    admitted: bool
    resumed: bool = False
    replaced: str = ""
    channels: dict[str, str] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def enter(*, session_id: int, token: str, channel: str, viewer_id: int | None) -> Stay:
    """Begin a stay with a ticket: into the call if the room is open, else into the lobby.

    `viewer_id` is who the socket's cookie says it is, None without one. Raises
    Refused("bad_token") and what `access.enter_place` raises.
    """
    # Before the ticket: whoever takes somebody out takes that back under the session's lock.
    seats.lock_sessions(session_id)
    ticket = tokens.spend(token=token, session_id=session_id)
    if viewer_id not in (None, ticket.user_id):
        raise Refused("bad_token")
    place = access.enter_place(session_id=session_id, user=ticket.user)
    rooms.room_of(place.session)
    room = locks.room_of(session_id)
    stay, replaced = presence.begin_stay(
        room=room, user=ticket.user, role=place.role, channel=channel
    )
    ticket.participant = stay
    ticket.save(update_fields=["participant"])
    return _settle(stay, replaced=replaced)


@transaction.atomic
def resume(*, session_id: int, resume_key: str, channel: str, viewer_id: int | None) -> Stay:
    """Go on with a stay on a new socket, as the same peer.

    Raises Refused("resume_lost") when the lease ran out, and what `access.enter_place` raises.
    """
    pid = tokens.stay_of(resume_key=resume_key, session_id=session_id)
    room = locks.room_of(session_id)
    stay = _present(pid)
    if stay is None or viewer_id not in (None, stay.user_id):
        raise Refused("resume_lost")
    access.enter_place(session_id=session_id, user=stay.user)
    stay.room = room
    replaced, stay.channel = stay.channel, channel
    stay.away, stay.last_seen_at = False, now()
    kept = {"channel": channel, "away": False, "last_seen_at": stay.last_seen_at}
    if not Participant.objects.filter(pk=stay.pk, left_at=None).update(**kept):
        raise Refused("resume_lost")
    if stay.admitted_at is not None:
        news.peer(session_id, "peer-resumed", stay)
    return _settle(stay, replaced=replaced, resumed=True)


@transaction.atomic
def go_in(*, pid: str) -> Stay | None:
    """Move a waiting stay into the call once the room is open; None if either is gone."""
    rows = Participant.objects.filter(pid=pid, left_at=None)
    session_id = rows.values_list("room__session_id", flat=True).first()
    room = locks.room_of(session_id) if session_id else None
    stay = _present(pid)
    if room is None or stay is None:
        return None
    stay.room = room
    return _settle(stay) if admission.lets_in(stay) else None


def _present(pid: str) -> Participant | None:
    return Participant.objects.select_related("user").filter(pid=pid, left_at=None).first()


def _settle(stay: Participant, *, replaced: str = "", resumed: bool = False) -> Stay:
    room = stay.room
    if admission.lets_in(stay):
        presence.admit(stay)
    news.lobby(room.session_id)
    admitted = stay.admitted_at is not None
    others = [other for other in people.inside(room) if other.pk != stay.pk] if admitted else []
    return Stay(
        pid=stay.pid,
        seq=stay.seq,
        role=stay.role,
        user_id=stay.user_id,
        room_id=room.pk,
        session_id=room.session_id,
        admitted=admitted,
        resumed=resumed,
        replaced=replaced,
        channels={other.pid: other.channel for other in others},
        view={
            "pid": stay.pid,
            "seq": stay.seq,
            "role": stay.role,
            "admitted": admitted,
            "flags": stay.flags,
            "peers": [people.card(other) | {"polite": stay.seq > other.seq} for other in others],
        }
        | shown.state_of(room, stay),
    )
