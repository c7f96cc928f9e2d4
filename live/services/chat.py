"""What people write in a room: stored first, then shown to all."""

from typing import Any

from django.db import transaction

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.zones import iso_utc

from ..enums import RoomState
from ..models import ChatMessage, Participant, Room
from ..protocol import frame
from . import news

GONE = "…"


@transaction.atomic
def post(*, pid: str, client_id: str, text: str) -> ChatMessage:
    """Store a line and show it to the call; the same `client_id` again is the same line.

    `text` is what `protocol.parse` let through. Raises Conflict("room_closed").
    """
    stay = Participant.objects.select_related("user").get(pid=pid)
    room = Room.objects.select_for_update().get(pk=stay.room_id)
    known = ChatMessage.objects.filter(room=room, sender=stay.user, client_id=client_id).first()
    if known is not None:
        return known
    if room.state != RoomState.OPEN:
        raise Conflict("room_closed", "This room is closed.")
    room.last_chat += 1
    room.save(update_fields=["last_chat"])
    line = ChatMessage.objects.create(
        room=room,
        sender=stay.user,
        client_id=client_id,
        seq=room.last_chat,
        text=text,
        created_at=now(),
    )
    event = {"type": "room.chat", "frame": frame("chat", **shown(line)), "by": stay.user_id}
    news.to_inside(room.session_id, event)
    return line


def shown(line: ChatMessage) -> dict[str, Any]:
    """Return a line as sockets carry it; the receiving socket adds whether it is one's own."""
    return {
        "id": line.client_id,
        "seq": line.seq,
        "from": line.sender.name or line.sender.short_name,
        "ts": iso_utc(line.created_at),
        "text": line.text,
    }


def forget_person(*, user_id: int) -> None:
    """Take back what somebody wrote in any room; that they wrote stays, so talk makes sense."""
    ChatMessage.objects.filter(sender_id=user_id).update(text=GONE)
