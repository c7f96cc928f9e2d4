"""The socket behind seat counts on public pages; anonymous visitors have one, too."""

import json
import time

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from peerlearn.common.per_loop import PerLoop

from ..hub import SeatHub, encode
from ..limits import Bucket
from ..queries.seats import counts

MAX_WATCHED = 100
MAX_TEXT = 4096
MAX_ID = 2**63 - 1

# Each event loop's own.
hub = PerLoop(SeatHub)


class SeatsConsumer(AsyncWebsocketConsumer):
    """`/ws/seats/`: {"t": "watch", "sessions": [ids]} in, seat counts of those sessions out."""

    async def connect(self) -> None:
        """Let anybody in."""
        self.bucket = Bucket(rate=1, burst=10)
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Watch what is asked for, at most 100 sessions; answer with their counts now."""
        if not self.bucket.take(time.monotonic()):
            await self.close(4429)
            return
        ids = wanted(text_data)
        if ids is None:
            return
        await hub().watch(self, ids)
        for count in (await database_sync_to_async(counts)(ids)).values():
            await self.hear(encode(count))

    async def hear(self, event: dict[str, str]) -> None:
        """Send an ASGI event that is shared with other sockets, past all that would copy it."""
        await self.base_send(event)

    async def disconnect(self, code: int) -> None:
        """Stop watching."""
        await hub().forget(self)


def wanted(text: str | None) -> set[int] | None:
    """Return the sessions a message asks to watch, at most 100; None if it asks nothing."""
    if text is None or len(text) > MAX_TEXT:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or message.get("t") != "watch":
        return None
    ids = message.get("sessions")
    if not isinstance(ids, list):
        return None
    return {pk for pk in ids[:MAX_WATCHED] if type(pk) is int and 0 < pk <= MAX_ID}
