"""What happens in a call to everybody in it: one subscription a process, one loop a call."""

from collections import defaultdict, deque
from typing import Any

from peerlearn.common.per_loop import PerLoop

from . import groups
from .fanout import FanOut, Listener
from .subscription import Subscription


class CallHub:
    """One a process and event loop; it listens while anybody is in a call here.

    News of a call reaches each socket in the order it came in; calls do not wait for each other.
    """

    def __init__(self) -> None:
        self.calls: dict[int, set[Listener]] = defaultdict(set)
        self._waiting: dict[int, deque[dict[str, Any]]] = {}
        self._fan = FanOut(self._forget)
        self._news = Subscription(groups.calls(), self._hear, lambda: bool(self.calls))

    @property
    def listening(self) -> bool:
        """Tell whether this process is subscribed."""
        return self._news.listening

    async def enter(self, session_id: int, socket: Listener) -> None:
        """Tell `socket` what happens in a session's call from now on."""
        self.calls[session_id].add(socket)
        await self._news.settle()

    async def leave(self, socket: Listener) -> None:
        """Tell `socket` nothing any more; the last one to go ends the subscription."""
        self._forget(socket)
        await self._news.settle()

    def _forget(self, socket: Listener) -> None:
        for session_id in [key for key, sockets in self.calls.items() if socket in sockets]:
            self.calls[session_id].discard(socket)
            if not self.calls[session_id]:
                del self.calls[session_id]

    def _hear(self, message: dict[str, Any]) -> None:
        for session_id, event in message["items"]:
            if session_id in self._waiting:
                self._waiting[session_id].append(event)
            elif session_id in self.calls:
                self._waiting[session_id] = deque([event])
                self._fan.start(self._tell(session_id))

    async def _tell(self, session_id: int) -> None:
        waiting = self._waiting[session_id]
        try:
            while waiting:
                await self._fan.tell(list(self.calls.get(session_id, ())), waiting.popleft())
        finally:
            del self._waiting[session_id]


# Each event loop's own.
call_hub = PerLoop(CallHub)
