"""One loop over many sockets: a task a socket costs more than the sending."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Protocol

log = logging.getLogger(__name__)

STUCK_SECONDS = 0.05
SEND_SECONDS = 2.0
TURN = 200


class Listener(Protocol):
    """A socket that is told what happened."""

    async def hear(self, event: dict[str, Any]) -> None:
        """Take an event that is shared with others; returns once it is on its way."""

    async def close(self, code: int) -> None:
        """Close the socket."""


class Lane:
    """One loop over sockets; `at` is the one it tells, the `told`-th."""

    def __init__(self, sockets: Iterator[Listener], event: dict[str, Any]) -> None:
        self.sockets, self.event = sockets, event
        self.at: Listener | None = None
        self.told = 0
        self.left = False

    async def run(self) -> None:
        """Tell all that are left; others may take some of them meanwhile."""
        for socket in self.sockets:
            self.at = socket
            self.told += 1
            await tell(socket, self.event)
            if self.left:
                return
            if self.told % TURN == 0:
                await asyncio.sleep(0)  # calls in rooms do not wait for the whole crowd


async def tell(socket: Listener, event: dict[str, Any]) -> None:
    """Tell one socket; one that is gone is no fault of who tells."""
    try:
        await socket.hear(event)
    except OSError:
        log.info("a socket is gone")
    except Exception:
        log.exception("a socket could not be told")


class FanOut:
    """Tells sockets one event after the other, each socket in their order.

    One that does not take an event within 50 ms no longer holds up the others; one that does not
    for two seconds is closed and `drop`ped. What came meanwhile waits for it.
    """

    def __init__(self, drop: Callable[[Any], None]) -> None:
        self._drop = drop
        self._behind: dict[Listener, deque[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task] = set()

    async def tell(self, sockets: list[Any], event: dict[str, Any]) -> None:
        """Tell an event to sockets; returns when those that are well have it."""
        for socket in sockets:
            if socket in self._behind:
                self._behind[socket].append(event)
        rest = iter([socket for socket in sockets if socket not in self._behind])
        while True:
            lane = Lane(rest, event)
            task, told = self.start(lane.run()), -1
            while not task.done() and told != lane.told:
                told = lane.told
                await asyncio.wait({task}, timeout=STUCK_SECONDS)
            if task.done():
                return
            lane.left = True
            if lane.at is not None:
                waiting = self._behind.setdefault(lane.at, deque())
                self.start(self._wait_for(lane.at, task, waiting))

    async def _wait_for(
        self, socket: Listener, task: asyncio.Task, waiting: deque[dict[str, Any]]
    ) -> None:
        try:
            while True:
                _, late = await asyncio.wait({task}, timeout=SEND_SECONDS)
                if late:
                    task.cancel()
                    self._drop(socket)
                    await socket.close(1013)
                    return
                if not waiting:
                    return
                task = self.start(tell(socket, waiting.popleft()))
        finally:
            self._behind.pop(socket, None)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task:
        """Run something beside; a task that nobody holds may be collected unfinished."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.warning("telling sockets failed", exc_info=task.exception())
