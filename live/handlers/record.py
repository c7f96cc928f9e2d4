"""Recording: asking, answering, stopping. What was recorded goes over HTTP."""

from channels.db import database_sync_to_async

from ..protocol import Message
from ..services import recordings
from .rules import Socket, admitted


@admitted
async def ask(socket: Socket, message: Message) -> None:
    """Ask everybody in the call, again those who said no; the service lets the mentor alone."""
    await database_sync_to_async(recordings.ask)(session_id=socket.session_id, actor=socket.user)


@admitted
async def answer(socket: Socket, message: Message) -> None:
    """Agree, say no, or take one's consent back."""
    await database_sync_to_async(recordings.answer)(
        session_id=socket.session_id,
        actor=socket.user,
        recording_id=message.data["rec"],
        yes=message.data["yes"],
    )


@admitted
async def stop(socket: Socket, message: Message) -> None:
    """End the recording; the service lets the mentor alone."""
    await database_sync_to_async(recordings.stop)(session_id=socket.session_id, actor=socket.user)


HANDLERS = {"rec-ask": ask, "rec-answer": answer, "rec-stop": stop}
