"""What everybody sees large: the board, the slides, or each other."""

from channels.db import database_sync_to_async

from ..protocol import Message
from ..services import surface
from .rules import Handler, Socket, admitted, mentor


@mentor
@admitted
async def show(socket: Socket, message: Message) -> None:
    """Show everybody the board or the slides, or put them away."""
    await database_sync_to_async(surface.show)(
        session_id=socket.session_id, name=message.data["name"]
    )


@mentor
@admitted
async def slide(socket: Socket, message: Message) -> None:
    """Turn to a slide with everybody."""
    await database_sync_to_async(surface.turn_slide)(
        session_id=socket.session_id, deck_id=message.data["deck"], number=message.data["number"]
    )


HANDLERS: dict[str, Handler] = {"surface": show, "slide": slide}
