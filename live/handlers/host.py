"""What only the mentor may do."""

import logging

from channels.db import database_sync_to_async

from ..protocol import Message, frame
from ..services import presence, rooms
from .rules import Socket, admitted, mentor

audit = logging.getLogger("live.audit")


@mentor
async def start(socket: Socket, message: Message) -> None:
    """Start the class."""
    await database_sync_to_async(rooms.start)(session_id=socket.session_id, actor=socket.user)


@mentor
async def end(socket: Socket, message: Message) -> None:
    """End the class for everybody."""
    await database_sync_to_async(rooms.end)(session_id=socket.session_id, actor=socket.user)


@mentor
@admitted
async def ask_to_mute(socket: Socket, message: Message) -> None:
    """Ask one person, or everybody, to mute; their own pages do it, nobody is unmuted from afar."""
    asked = [message.data["to"]] if message.data["to"] else list(socket.stay.channels)
    for pid in asked:
        await socket.relay(pid, frame("mute-req", **{"from": socket.stay.pid}))
    audit.info("room %s: mute asked by user %s", socket.session_id, socket.stay.user_id)


@mentor
@admitted
async def kick(socket: Socket, message: Message) -> None:
    """Remove a learner for good."""
    to = message.data["to"]
    await database_sync_to_async(presence.kick)(session_id=socket.session_id, pid=to)
    audit.info("room %s: %s removed by user %s", socket.session_id, to, socket.stay.user_id)


HANDLERS = {"start": start, "end": end, "mute-req": ask_to_mute, "kick": kick}
