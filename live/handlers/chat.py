"""Writing and reading lines."""

from channels.db import database_sync_to_async

from ..protocol import Message, Refused, frame
from ..queries import chat as lines
from ..services import chat
from .rules import Socket, admitted


@admitted
async def write(socket: Socket, message: Message) -> None:
    """Store a line and acknowledge it; a line sent twice is acknowledged twice and stored once."""
    if not socket.take_chat():
        raise Refused("slow_down", message.id)
    line = await database_sync_to_async(chat.post)(
        pid=socket.stay.pid, client_id=message.id, text=message.data["text"]
    )
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


HANDLERS = {"chat": write, "since": read}
