"""Drawing on the whiteboard, taking back, turning its pages."""

import time
from functools import wraps

from channels.db import database_sync_to_async

from ..protocol import Message, frame
from ..queries import board as pages
from ..services import board, surface
from .rules import Handler, Socket, admitted, mentor

PEN_SECONDS = 5


def _measured(handler: Handler) -> Handler:
    """Let twenty messages a second through."""

    @wraps(handler)
    async def guarded(socket: Socket, message: Message) -> None:
        socket.spend("board", message)
        await handler(socket, message)

    return guarded


@admitted
@_measured
async def draw(socket: Socket, message: Message) -> None:
    """Store a step and acknowledge it; one sent twice is acknowledged twice and stored once."""
    step = await database_sync_to_async(board.draw)(
        pid=socket.stay.pid,
        client_id=message.id,
        page=message.data["page"],
        ops=message.data["ops"],
    )
    await socket.say(frame("ack", id=message.id, seq=step.seq))


@admitted
@_measured
async def take_back(socket: Socket, message: Message) -> None:
    """Undo one's own last step on a page, or do it again."""
    await database_sync_to_async(board.take_back)(
        pid=socket.stay.pid, page=message.data["page"], redo=message.data["redo"]
    )


@admitted
@_measured
async def load(socket: Socket, message: Message) -> None:
    """Send all there is on a page."""
    snapshot = await database_sync_to_async(pages.snapshot)(
        room_id=socket.stay.room_id, page=message.data["page"], user_id=socket.stay.user_id
    )
    await socket.say(frame("wb-snapshot", **snapshot))


@admitted
@_measured
async def point(socket: Socket, message: Message) -> None:
    """Show the others the pointer or a stroke under way; nothing of it is kept."""
    # Twenty of these a second: the answer holds until the mentor's word changes, or for seconds.
    moment = time.monotonic()
    if moment >= socket.pen_until:
        await database_sync_to_async(board.may_draw)(pid=socket.stay.pid)
        socket.pen_until = moment + PEN_SECONDS
    await socket.tell(frame("wb-live", pid=socket.stay.pid, **message.data))


@mentor
@admitted
@_measured
async def turn(socket: Socket, message: Message) -> None:
    """Turn to a page with everybody; the one after the last is a new one."""
    await database_sync_to_async(surface.turn_page)(
        session_id=socket.session_id, page=message.data["page"]
    )


@mentor
@admitted
async def allow(socket: Socket, message: Message) -> None:
    """Let learners draw, or only watch."""
    await database_sync_to_async(surface.let_draw)(
        session_id=socket.session_id, on=message.data["on"]
    )


HANDLERS: dict[str, Handler] = {
    "wb": draw,
    "wb-undo": take_back,
    "wb-load": load,
    "wb-live": point,
    "wb-turn": turn,
    "wb-allow": allow,
}
