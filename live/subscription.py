"""A process' one membership of a channel-layer group, held while somebody needs it.

Channels' own group_send to every consumer costs 8-19 times the CPU of a plain loop over sockets.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from channels.layers import get_channel_layer

log = logging.getLogger(__name__)

RENEW_SECONDS = 600


class Subscription:
    """Calls `heard(message)` with each message of a group while `needed()`; one an event loop."""

    def __init__(
        self, group: str, heard: Callable[[dict[str, Any]], None], needed: Callable[[], bool]
    ) -> None:
        self._group, self._heard, self._needed = group, heard, needed
        self._listener: asyncio.Task | None = None
        self._turn = asyncio.Lock()

    @property
    def listening(self) -> bool:
        """Tell whether this process is subscribed."""
        return self._listener is not None

    async def settle(self) -> None:
        """Begin or end listening as it is needed now; what is sent after it is heard."""
        async with self._turn:
            if self._needed() and self._listener is None:
                await self._listen()
            elif not self._needed() and self._listener is not None:
                self._listener.cancel()
                self._listener = None
                await get_channel_layer().group_discard(self._group, self._channel)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        # The sockets' own prefix: channels_redis reads one queue a process, with one lock for all,
        # so that a channel of another prefix would wait behind them for ever.
        self._channel = await layer.new_channel()
        await layer.group_add(self._group, self._channel)
        self._listener = asyncio.create_task(self._receive())

    async def _receive(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                # Layers forget a member after a day, and a restarted Redis at once.
                await layer.group_add(self._group, self._channel)
                async with asyncio.timeout(RENEW_SECONDS):
                    while True:
                        self._heard(await layer.receive(self._channel))
            except TimeoutError:
                continue
            except Exception:  # the layer is down; news comes again when it is back
                log.exception("%s: the channel layer does not answer", self._group)
                await asyncio.sleep(1)
