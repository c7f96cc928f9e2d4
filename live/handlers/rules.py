"""What handlers see of a socket, and who may give which command."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Protocol

from peerlearn.accounts.models import User

from ..enums import RoomRole
from ..protocol import Message, Refused
from ..services.entry import Stay


class Socket(Protocol):
    """The room's socket as a handler knows it."""

    session_id: int
    stay: Stay
    user: User
    # Until when (time.monotonic) one is known to draw; news of the board ends it.
    pen_until: float

    async def say(self, frame: dict[str, Any]) -> None:
        """Send a frame to this client."""

    async def relay(self, pid: str, frame: dict[str, Any]) -> None:
        """Send a frame to one other client in the same call."""

    async def tell(self, frame: dict[str, Any]) -> None:
        """Send a frame to everybody in the call, this client too."""

    def spend(self, kind: str, message: Message) -> None:
        """Use up one message of a kind of limits.RATES; raises Refused("slow_down")."""


Handler = Callable[[Socket, Message], Awaitable[None]]


def admitted(handler: Handler) -> Handler:
    """Let in who is in the call, not in the lobby."""

    @wraps(handler)
    async def guarded(socket: Socket, message: Message) -> None:
        if not socket.stay.admitted:
            raise Refused("not_admitted", message.id)
        await handler(socket, message)

    return guarded


def mentor(handler: Handler) -> Handler:
    """Let in the mentor of the session; the role was decided on the server."""

    @wraps(handler)
    async def guarded(socket: Socket, message: Message) -> None:
        if socket.stay.role != RoomRole.MENTOR:
            raise Refused("not_mentor", message.id)
        await handler(socket, message)

    return guarded
