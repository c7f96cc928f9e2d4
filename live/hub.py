"""Seat counts to everybody who has them on screen.

Channels' own group_send to every consumer costs 8-19 times the CPU of a plain loop over sockets, so
each process subscribes to the topic once, encodes a frame once and loops.
"""

import asyncio
import json
import logging
from collections import defaultdict
from typing import Any, Protocol

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from . import groups
from .queries.seats import counts

log = logging.getLogger(__name__)

MERGE_SECONDS = 0.5
SEND_SECONDS = 2.0
RENEW_SECONDS = 600


class Watcher(Protocol):
    """A socket that shows seat counts."""

    async def send(self, text_data: str) -> None:
        """Send a text frame."""

    async def close(self, code: int) -> None:
        """Close the socket."""


def encode(count: dict[str, int]) -> str:
    """Return the frame that tells a session's seats."""
    return json.dumps({"v": 1, "t": "seats", "data": count}, separators=(",", ":"))


class SeatHub:
    """One a process and event loop; it listens while anybody watches.

    A session's first change goes out at once, later ones within 500 ms are merged into one, whose
    count is read after the last of them: the number on screen ends up right in any order of news.
    """

    def __init__(self) -> None:
        self.watchers: dict[int, set[Watcher]] = defaultdict(set)
        self._cooling: dict[int, bool] = {}
        self._listener: asyncio.Task | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task] = set()

    @property
    def listening(self) -> bool:
        """Tell whether this process is subscribed."""
        return self._listener is not None

    async def watch(self, socket: Watcher, session_ids: set[int]) -> None:
        """Show `socket` these sessions and no others from now on."""
        self._forget(socket)
        for session_id in session_ids:
            self.watchers[session_id].add(socket)
        async with self._turn:
            if self.watchers and self._listener is None:
                await self._listen()

    async def forget(self, socket: Watcher) -> None:
        """Stop showing anything to `socket`; the last one to go ends the subscription."""
        self._forget(socket)
        async with self._turn:
            if not self.watchers and self._listener is not None:
                self._listener.cancel()
                self._listener = None
                await get_channel_layer().group_discard(groups.seats(), self._channel)

    def _forget(self, socket: Watcher) -> None:
        for session_id in [key for key, sockets in self.watchers.items() if socket in sockets]:
            self.watchers[session_id].discard(socket)
            if not self.watchers[session_id]:
                del self.watchers[session_id]

    async def _listen(self) -> None:
        layer = get_channel_layer()
        # The sockets' own prefix: channels_redis reads one queue a process, with one lock for all,
        # so that a channel of another prefix would wait behind them for ever.
        self._channel = await layer.new_channel()
        await layer.group_add(groups.seats(), self._channel)
        self._listener = asyncio.create_task(self._receive())

    async def _receive(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                # Layers forget a member after a day, and a restarted Redis at once.
                await layer.group_add(groups.seats(), self._channel)
                async with asyncio.timeout(RENEW_SECONDS):
                    while True:
                        self.changed((await layer.receive(self._channel))["session"])
            except TimeoutError:
                continue
            except Exception:  # the layer is down; numbers move again when it is back
                log.exception("seats: the channel layer does not answer")
                await asyncio.sleep(1)

    def changed(self, session_id: int) -> None:
        """Take news that a session's seats moved."""
        if session_id in self._cooling:
            self._cooling[session_id] = True
        elif session_id in self.watchers:
            self._cooling[session_id] = False
            self._start(self._tell(session_id))

    async def _tell(self, session_id: int) -> None:
        try:
            again = True
            while again:
                self._cooling[session_id] = False
                found = await database_sync_to_async(counts)([session_id])
                if session_id in found:
                    await self._fan_out(session_id, encode(found[session_id]))
                await asyncio.sleep(MERGE_SECONDS)
                again = self._cooling[session_id]
        finally:
            self._cooling.pop(session_id, None)

    async def _fan_out(self, session_id: int, text: str) -> None:
        sends = {self._start(s.send(text)): s for s in tuple(self.watchers.get(session_id, ()))}
        if not sends:
            return
        # One stuck phone must not hold up the others.
        _, late = await asyncio.wait(sends, timeout=SEND_SECONDS)
        for task in late:
            task.cancel()
            self._forget(sends[task])
            self._start(sends[task].close(1013))

    def _start(self, work: Any) -> asyncio.Task:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.warning("seats: a socket is gone", exc_info=task.exception())
