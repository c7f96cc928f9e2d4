"""Lines of all rooms of a process, stored together: a transaction for each cost most of a line."""

import asyncio
import logging

from channels.db import database_sync_to_async

from peerlearn.common.per_loop import PerLoop

from .models import ChatMessage
from .services import chat
from .services.chat import Said

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
# Where lines come one upon the other they gather for a moment: few large transactions cost less.
GATHER_SECONDS = 0.01


class ChatWriter:
    """One a process and event loop. A line goes at once, those on its heels go together."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Said, asyncio.Future[ChatMessage | None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, said: Said) -> ChatMessage:
        """Store a line and return it once it is; raises as `chat.post` does."""
        stored: asyncio.Future[ChatMessage | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((said, stored))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        line = await stored
        # A closed room, a lock that somebody holds, a line that broke the others: by itself.
        return line or await database_sync_to_async(chat.post)(said)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[:MOST_AT_ONCE]
                del self._waiting[:MOST_AT_ONCE]
                for (_, stored), line in zip(batch, await _together(batch), strict=True):
                    if not stored.done():
                        stored.set_result(line)
                await asyncio.sleep(GATHER_SECONDS)
        finally:
            self._task = None


async def _together(
    batch: list[tuple[Said, asyncio.Future[ChatMessage | None]]],
) -> list[ChatMessage | None]:
    try:
        return await database_sync_to_async(chat.post_many)([said for said, _ in batch])
    except Exception:
        log.exception("%s lines could not be stored together", len(batch))
        return [None] * len(batch)


# Each event loop's own.
chat_writer = PerLoop(ChatWriter)
