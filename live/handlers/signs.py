"""Hands, reactions, captions, and how much of somebody's video one wants to see."""

from channels.db import database_sync_to_async

from ..enums import RoomRole
from ..protocol import Message, Refused, frame
from ..services import hands
from .rules import Socket, admitted, mentor


@admitted
async def hand(socket: Socket, message: Message) -> None:
    """Raise or lower one's hand; the mentor may lower somebody else's."""
    socket.spend("hand", message)
    to = message.data["to"] or socket.stay.pid
    if to != socket.stay.pid:
        if socket.stay.role != RoomRole.MENTOR or message.data["on"]:
            raise Refused("not_mentor", message.id)
        if to not in socket.stay.channels:
            raise Refused("no_such_peer", message.id)
    await database_sync_to_async(hands.show)(pid=to, on=message.data["on"])


@mentor
@admitted
async def all_down(socket: Socket, message: Message) -> None:
    """Lower every hand."""
    socket.spend("hand", message)
    await database_sync_to_async(hands.lower_all)(session_id=socket.session_id)


@admitted
async def react(socket: Socket, message: Message) -> None:
    """Show a reaction to everybody; it is not kept."""
    socket.spend("react", message)
    await socket.tell(frame("reaction", pid=socket.stay.pid, name=message.data["name"]))


@admitted
async def caption(socket: Socket, message: Message) -> None:
    """Show what somebody says as text, as their own browser heard it; it is not kept."""
    socket.spend("caption", message)
    await socket.tell(frame("caption", pid=socket.stay.pid, **message.data))


@admitted
async def want(socket: Socket, message: Message) -> None:
    """Ask one peer for their video large, small or not at all."""
    socket.spend("want", message)
    size = message.data["size"]
    await socket.relay(message.data["to"], frame("want", size=size, **{"from": socket.stay.pid}))


HANDLERS = {"hand": hand, "hands-down": all_down, "react": react, "caption": caption, "want": want}
