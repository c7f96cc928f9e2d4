"""What people write in a room: stored first, then shown to all."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef
from django.db.models.functions import Greatest, Least

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.money import format_inr
from peerlearn.common.zones import iso_utc

from ..enums import RoomState
from ..models import ChatMessage, ChatRead, Participant, Room, RoomFile
from ..protocol import frame
from . import news

GONE = "…"


@dataclass(frozen=True)
class Said:
    """What somebody in a room wrote; `text` is what `protocol.parse` let through."""

    room_id: int
    sender: User
    client_id: str
    text: str


def post(said: Said) -> ChatMessage:
    """Store a line and show it to the call; the same `client_id` again is the same line.

    Raises Conflict("room_closed").
    """
    (line,) = _store([said], wait=True)
    if line is None:
        raise _closed()
    return line


@transaction.atomic
def post_many(many: list[Said]) -> list[ChatMessage | None]:
    """Store lines of many rooms in one transaction, as `post` does each.

    None for a line that needs a word of its own: its room is closed, or somebody holds its lock.
    """
    return _store(many, wait=False)


@transaction.atomic
def _store(many: list[Said], *, wait: bool) -> list[ChatMessage | None]:
    rows = Room.objects.select_for_update(skip_locked=not wait, no_key=True).order_by("pk")
    rooms = {room.pk: room for room in rows.filter(pk__in={said.room_id for said in many})}
    known = _known(many)
    fresh: list[ChatMessage] = []
    for said in many:
        room, key = rooms.get(said.room_id), _key(said)
        if key in known or room is None or room.state != RoomState.OPEN:
            continue
        room.last_chat += 1
        known[key] = ChatMessage(
            room=room,
            sender=said.sender,
            client_id=said.client_id,
            seq=room.last_chat,
            text=said.text,
            created_at=now(),
        )
        fresh.append(known[key])
    if fresh:
        ChatMessage.objects.bulk_create(fresh)
        newest = ChatMessage.objects.filter(room=OuterRef("pk")).order_by("-seq").values("seq")
        Room.objects.filter(pk__in={line.room_id for line in fresh}).update(last_chat=newest[:1])
    for line in fresh:
        _show(line)
    return [known.get(_key(said)) for said in many]


def _key(one: Said | ChatMessage) -> tuple[int, int, str]:
    sender_id = one.sender_id if isinstance(one, ChatMessage) else one.sender.pk
    return one.room_id, sender_id, one.client_id


def _known(many: list[Said]) -> dict[tuple[int, int, str], ChatMessage]:
    """Return the lines that are stored already; read once their rooms are locked."""
    lines = ChatMessage.objects.filter(
        room__in={said.room_id for said in many},
        sender__in={said.sender for said in many},
        client_id__in={said.client_id for said in many},
    )
    return {_key(line): line for line in lines}


def _closed() -> Conflict:
    return Conflict("room_closed", "This room is closed.")


def add(
    *, room: Room, sender: User, client_id: str, text: str = "", file: RoomFile | None = None
) -> ChatMessage:
    """Store one more line, of words or with a file, and show it to the call.

    In a transaction that holds the room's lock. Raises Conflict("room_closed").
    """
    if room.state != RoomState.OPEN:
        raise _closed()
    room.last_chat += 1
    room.save(update_fields=["last_chat"])
    line = ChatMessage.objects.create(
        room=room,
        sender=sender,
        client_id=client_id,
        seq=room.last_chat,
        text=text,
        file=file,
        created_at=now(),
    )
    _show(line)
    return line


def _show(line: ChatMessage) -> None:
    event = {"type": "room.chat", "frame": frame("chat", **shown(line)), "by": line.sender_id}
    news.to_inside(line.room.session_id, event)


def shown(line: ChatMessage) -> dict[str, Any]:
    """Return a line as sockets carry it; the receiving socket adds whether it is one's own.

    A gift's line has `gift`, the amount in words, and its message as text, which may be empty.
    A line with a file has `file`: name, size in bytes, address; of a picture also its small copy.
    """
    gift = {"gift": format_inr(line.gift_amount)} if line.gift_amount else {}
    file = {"file": _file(line.file, line.room.session_id)} if line.file else {}
    return {
        "id": line.client_id,
        "seq": line.seq,
        "from": line.sender.name or line.sender.short_name,
        "ts": iso_utc(line.created_at),
        "text": line.text,
        **gift,
        **file,
    }


def _file(file: RoomFile, session_id: int) -> dict[str, Any]:
    url = f"/room/{session_id}/files/{file.pk}/"
    about = {"name": file.name, "size": file.size, "url": url}
    if not file.is_picture:
        return about
    return about | {"preview": f"{url}small/", "width": file.width, "height": file.height}


@transaction.atomic
def mark_read(*, pid: str, seq: int) -> None:
    """Note up to which line somebody has read; never back, never beyond the last line."""
    stay = Participant.objects.select_related("room").get(pid=pid)
    mark, _made = ChatRead.objects.get_or_create(room=stay.room, user_id=stay.user_id)
    last = Least(seq, Room.objects.filter(pk=stay.room_id).values("last_chat")[:1])
    ChatRead.objects.filter(pk=mark.pk).update(seq=Greatest(F("seq"), last))


def forget_person(*, user_id: int) -> None:
    """Take back what somebody wrote in any room; that they wrote stays, so talk makes sense."""
    lines = ChatMessage.objects.filter(sender_id=user_id)
    lines.exclude(text="", file=None).update(text=GONE)
    ChatRead.objects.filter(user_id=user_id).delete()
