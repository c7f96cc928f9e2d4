"""Seat counts to everybody who has them on screen: encoded once a process, told by one loop."""

import asyncio
import json
from collections import defaultdict
from typing import Any

from channels.db import database_sync_to_async

from . import groups
from .fanout import FanOut, Listener
from .queries.seats import counts
from .subscription import Subscription

MERGE_SECONDS = 0.5


def encode(count: dict[str, int]) -> dict[str, str]:
    """Return the ASGI event that tells a session's seats."""
    text = json.dumps({"v": 1, "t": "seats", "data": count}, separators=(",", ":"))
    return {"type": "websocket.send", "text": text}


class SeatHub:
    """One a process and event loop; it listens while anybody watches.

    A session's first change goes out at once, later ones within 500 ms are merged into one, whose
    count is read after the last of them: the number on screen ends up right in any order of news.
    """

    def __init__(self) -> None:
        self.watchers: dict[int, set[Listener]] = defaultdict(set)
        self._cooling: dict[int, bool] = {}
        self._fan = FanOut(self._forget)
        self._news = Subscription(groups.seats(), self._hear, lambda: bool(self.watchers))

    @property
    def listening(self) -> bool:
        """Tell whether this process is subscribed."""
        return self._news.listening

    async def watch(self, socket: Listener, session_ids: set[int]) -> None:
        """Show `socket` these sessions and no others from now on."""
        self._forget(socket)
        for session_id in session_ids:
            self.watchers[session_id].add(socket)
        await self._news.settle()

    async def forget(self, socket: Listener) -> None:
        """Stop showing anything to `socket`; the last one to go ends the subscription."""
        self._forget(socket)
        await self._news.settle()

    def _forget(self, socket: Listener) -> None:
        for session_id in [key for key, sockets in self.watchers.items() if socket in sockets]:
            self.watchers[session_id].discard(socket)
            if not self.watchers[session_id]:
                del self.watchers[session_id]

    def _hear(self, message: dict[str, Any]) -> None:
        self.changed(message["session"])

    def changed(self, session_id: int) -> None:
        """Take news that a session's seats moved."""
        if session_id in self._cooling:
            self._cooling[session_id] = True
        elif session_id in self.watchers:
            self._cooling[session_id] = False
            self._fan.start(self._tell(session_id))

    async def _tell(self, session_id: int) -> None:
        try:
            again = True
            while again:
                self._cooling[session_id] = False
                found = await database_sync_to_async(counts)([session_id])
                if session_id in found:
                    sockets = list(self.watchers.get(session_id, ()))
                    await self._fan.tell(sockets, encode(found[session_id]))
                await asyncio.sleep(MERGE_SECONDS)
                again = self._cooling[session_id]
        finally:
            self._cooling.pop(session_id, None)
