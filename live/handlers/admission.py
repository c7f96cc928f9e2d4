"""The mentor at the door: letting in, sending away, locking."""

import logging

from channels.db import database_sync_to_async

from ..protocol import Message
from ..services import admission
from .rules import Socket, mentor

audit = logging.getLogger("live.audit")


@mentor
async def admit(socket: Socket, message: Message) -> None:
    """Let in one person who waits, or all."""
    to = message.data["to"]
    await database_sync_to_async(admission.admit)(session_id=socket.session_id, pid=to)
    _note(socket, f"let in {to or 'everybody'}")


@mentor
async def deny(socket: Socket, message: Message) -> None:
    """Send somebody away who waits."""
    to = message.data["to"]
    await database_sync_to_async(admission.deny)(session_id=socket.session_id, pid=to)
    _note(socket, f"sent away {to}")


@mentor
async def lock(socket: Socket, message: Message) -> None:
    """Lock or unlock the room."""
    on = message.data["on"]
    await database_sync_to_async(admission.set_lock)(session_id=socket.session_id, on=on)
    _note(socket, "locked" if on else "unlocked")


@mentor
async def let_all_in(socket: Socket, message: Message) -> None:
    """Choose whether people with a seat come in by themselves."""
    await database_sync_to_async(admission.set_auto_admit)(
        session_id=socket.session_id, actor=socket.user, on=message.data["on"]
    )
    _note(socket, f"auto-admit {message.data['on']}")


def _note(socket: Socket, what: str) -> None:
    audit.info("room %s: %s by user %s", socket.session_id, what, socket.stay.user_id)


HANDLERS = {"admit": admit, "deny": deny, "lock": lock, "auto-admit": let_all_in}
