"""What starts and stops with the server process."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError

from live.services import leases
from peerlearn.notifications import push

from .embedded import EmbeddedCelery

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


log = logging.getLogger(__name__)


class Lifespan:
    """The ASGI lifespan app (https://asgi.readthedocs.io/en/latest/specs/lifespan.html).

    It tells `push` which event loop the channel layer lives in and, on the embedded default,
    runs Celery's worker and beat inside this process.
    """

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Serve one start and one stop."""
        celery = EmbeddedCelery() if settings.EMBEDDED else None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                push.adopt_loop(asyncio.get_running_loop())
                await _renew_leases()
                if celery:
                    # In a thread: Celery closes database connections, which an event loop may not.
                    await asyncio.to_thread(celery.start)
                # What was imported stays: looking through it for garbage stops calls for 0.1 s.
                gc.collect()
                gc.freeze()
                await send({"type": "lifespan.startup.complete"})
            else:
                push.adopt_loop(None)
                if celery:
                    await asyncio.to_thread(celery.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _renew_leases() -> None:
    try:
        await database_sync_to_async(leases.renew)()
    except DatabaseError:  # what needs no database is served all the same
        log.exception("who is in a room could not be noted")
