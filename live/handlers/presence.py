"""Being ready, being heard of, and what one sends."""

from contextlib import suppress

from channels.db import database_sync_to_async
from django.db import transaction

from learning.services import readiness
from peerlearn.common.clock import now

from ..protocol import Message, Refused, frame
from ..services import attendance, news, presence
from .rules import Socket, admitted


async def ready(socket: Socket, message: Message) -> None:
    """Say "I'm ready" from the lobby; learning keeps it and tells both sides."""
    await database_sync_to_async(_mark)(socket, message.data["on"])


def _mark(socket: Socket, on: bool) -> None:
    with transaction.atomic():
        readiness.mark_ready(session_id=socket.session_id, actor=socket.user, on=on)
        news.lobby(socket.session_id)


@admitted
async def flags(socket: Socket, message: Message) -> None:
    """Tell the others what one sends; a fifth video is refused."""
    granted = await database_sync_to_async(presence.set_flags)(
        pid=socket.stay.pid, flags=message.data
    )
    if granted != message.data:
        raise Refused("video_full", message.id)


@admitted
async def quality(socket: Socket, message: Message) -> None:
    """Add how somebody's line is to the attendance log; more than one in 20 seconds is dropped."""
    # A timer sends them: one too many is no fault to be struck for.
    with suppress(Refused):
        socket.spend("quality", message)
        await database_sync_to_async(attendance.sample)(pid=socket.stay.pid, **message.data)


async def ping(socket: Socket, message: Message) -> None:
    """Answer with the server's clock; hearing anything at all keeps the lease."""
    await socket.say(frame("pong", id=message.id, now=int(now().timestamp() * 1000)))


HANDLERS = {"ready": ready, "flags": flags, "quality": quality, "ping": ping}
