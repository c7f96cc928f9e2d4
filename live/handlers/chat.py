"""Writing and reading lines."""

from channels.db import database_sync_to_async

from ..chat_writer import chat_writer
from ..protocol import Message, frame
from ..queries import chat as lines
from ..services import chat
from .rules import Socket, admitted


@admitted
async def write(socket: Socket, message: Message) -> None:
    """Store a line and acknowledge it; a line sent twice is acknowledged twice and stored once."""
    socket.spend("chat", message)
    said = chat.Said(socket.stay.room_id, socket.user, message.id, message.data["text"])
    line = await chat_writer().write(said)
    await socket.say(frame("ack", id=message.id, seq=line.seq))


@admitted
async def read(socket: Socket, message: Message) -> None:
    """Send the lines after a number."""
    log = await database_sync_to_async(_log)(socket, message.data["seq"])
    await socket.say(frame("chat-log", messages=log, more=len(log) == lines.PAGE))


def _log(socket: Socket, seq: int) -> list[dict]:
    mine = socket.stay.user_id
    return [
        chat.shown(line) | {"mine": line.sender_id == mine}
        for line in lines.since(room_id=socket.stay.room_id, seq=seq)
    ]


@admitted
async def mark(socket: Socket, message: Message) -> None:
    """Note up to which line one has read."""
    await database_sync_to_async(chat.mark_read)(pid=socket.stay.pid, seq=message.data["seq"])


@admitted
async def typing(socket: Socket, message: Message) -> None:
    """Tell the call that one is writing, or has stopped. Nothing of it is kept."""
    socket.spend("typing", message)
    await socket.tell(frame("typing", pid=socket.stay.pid, on=message.data["on"]))


HANDLERS = {"chat": write, "since": read, "chat-read": mark, "typing": typing}
