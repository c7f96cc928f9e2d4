"""Who was heard of, noted once a second for all sockets of a process instead of one by one."""

import asyncio
import logging
import time

from channels.db import database_sync_to_async

from peerlearn.common.clock import now
from peerlearn.common.per_loop import PerLoop

from .services import presence

log = logging.getLogger(__name__)

EVERY = 1.0
ROW_EVERY = 15.0


class Pulse:
    """One a process and event loop: the cache once a second, the rows every 15 seconds a stay."""

    def __init__(self) -> None:
        self._heard: dict[str, float] = {}
        self._rows: dict[str, float] = {}
        self._task: asyncio.Task | None = None
        self._over = asyncio.Event()

    def beat(self, pid: str) -> None:
        """Note that a stay was heard of just now."""
        self._heard[pid] = now().timestamp()
        if self._task is None:
            self._over.clear()
            self._task = asyncio.create_task(self._run())

    async def leave(self, pid: str) -> None:
        """Forget a stay whose socket closed; with the last one the noting ends."""
        self._heard.pop(pid, None)
        self._rows.pop(pid, None)
        if not self._rows and self._task is not None:
            self._over.set()
            await self._task

    async def _run(self) -> None:
        while self._heard and not self._over.is_set():
            heard, self._heard = self._heard, {}
            moment = time.monotonic()
            due = [pid for pid in heard if moment - self._rows.get(pid, -ROW_EVERY) >= ROW_EVERY]
            self._rows |= dict.fromkeys(due, moment)
            try:
                await database_sync_to_async(presence.note_seen)(heard, due)
            except Exception:  # the next second tries again; leases last longer than that
                log.exception("who is there could not be noted")
            try:
                async with asyncio.timeout(EVERY):
                    await self._over.wait()
            except TimeoutError:
                continue
        self._task = None


# Each event loop's own.
pulse = PerLoop(Pulse)
