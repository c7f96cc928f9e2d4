"""The one door to the channel layer, from any thread.

The in-memory layer belongs to the server's event loop: a send from another thread to an idle loop
was measured to arrive seconds late. From elsewhere the send is therefore handed to that loop.
"""

import asyncio
import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from . import groups

log = logging.getLogger(__name__)

_home: dict[str, asyncio.AbstractEventLoop] = {}
_pending: set[asyncio.Future] = set()  # a task nobody holds may be collected unfinished


def adopt_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    """Tell which event loop the in-process layer lives in; None when the server stops."""
    _home.pop("loop", None)
    if loop is not None:
        _home["loop"] = loop


def send(group: str, message: dict[str, Any]) -> None:
    """Send a channel-layer message to a group now. Never raises: a push is a courtesy.

    `message` carries the consumer's method name in `type`. Safe from any thread; called on the
    server's own loop it is scheduled, not awaited.
    """
    layer = get_channel_layer()
    loop = _home.get("loop")
    try:
        if loop is not None and loop.is_running():
            asyncio.run_coroutine_threadsafe(layer.group_send(group, message), loop)
        elif _running():
            task = asyncio.ensure_future(layer.group_send(group, message))
            _pending.add(task)
            task.add_done_callback(_pending.discard)
        else:
            async_to_sync(layer.group_send)(group, message)
    except Exception:  # a lost push must not undo what it tells about
        log.exception("push to %s failed", group)


def _running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def send_json(group: str, t: str, data: dict[str, Any]) -> None:
    """Send the frame {"v": 1, "t": t, "data": data} to the sockets of a group, now."""
    send(group, {"type": "push.json", "payload": {"v": 1, "t": t, "data": data}})


def to_user(user_id: int, t: str, data: dict[str, Any]) -> None:
    """Send a frame to all open pages of one person once the transaction has committed."""
    transaction.on_commit(lambda: send_json(groups.user(user_id), t, data))


def to_group(group: str, t: str, data: dict[str, Any]) -> None:
    """Send a frame to a group once the transaction has committed."""
    transaction.on_commit(lambda: send_json(group, t, data))
