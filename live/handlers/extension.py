"""Asking for more time, and answering."""

from channels.db import database_sync_to_async

from ..protocol import Message
from ..services import extension
from .rules import Socket, admitted


@admitted
async def ask(socket: Socket, message: Message) -> None:
    """Ask everybody there for more minutes."""
    await database_sync_to_async(extension.ask)(
        session_id=socket.session_id, actor=socket.user, minutes=message.data["minutes"]
    )


@admitted
async def answer(socket: Socket, message: Message) -> None:
    """Agree, or say no."""
    await database_sync_to_async(extension.answer)(
        session_id=socket.session_id,
        wish_id=message.data["wish"],
        actor=socket.user,
        on=message.data["on"],
    )


HANDLERS = {"extend": ask, "extend-answer": answer}
