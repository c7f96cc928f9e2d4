"""The one door to the channel layer, from any thread.

The in-memory layer belongs to the server's event loop: a send from another thread to an idle loop
was measured to arrive seconds late. From elsewhere the send is therefore handed to that loop.
A process that serves nobody (worker, command) keeps a loop for this: a new one for each send would
cost a thread and a connection to Redis every time.
"""

import asyncio
import atexit
import logging
import os
import threading
from collections import deque
from typing import Any
from weakref import WeakKeyDictionary

from asgiref.sync import SyncToAsync, async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from . import groups

log = logging.getLogger(__name__)

_home: dict[str, asyncio.AbstractEventLoop] = {}
_lock = threading.Lock()
# By process: a fork has no thread of its parent.
_own: dict[int, tuple[asyncio.AbstractEventLoop, threading.Thread]] = {}
PATIENCE = 5  # seconds for a send; a Redis that is away must not hold up what was committed
MOST_ITEMS = 100  # in one message
GATHER_SECONDS = 0.005  # between two messages with items: many small ones cost a core
# What waits to be sent, by loop and group: two states of one thing must not overtake each other.
_waiting: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, deque]] = WeakKeyDictionary()
_pending: set[asyncio.Future] = set()  # a task nobody holds may be collected unfinished


def adopt_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    """Tell which event loop the in-process layer lives in; None when the server stops."""
    _home.pop("loop", None)
    if loop is not None:
        _home["loop"] = loop


def send(group: str, message: dict[str, Any]) -> None:
    """Send a channel-layer message to a group now. Never raises: a push is a courtesy.

    `message` carries the consumer's method name in `type`. Safe from any thread; called on the
    server's own loop it is scheduled, not awaited. What a process sends to a group arrives in the
    order of the calls.
    """
    layer = get_channel_layer()
    loop = _home.get("loop")
    try:
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(_queue, loop, group, message)
        elif _running():
            _queue(asyncio.get_running_loop(), group, message)
        elif getattr(SyncToAsync.threadlocal, "main_event_loop", None):
            async_to_sync(layer.group_send)(group, message)  # on the loop that called this thread
        else:
            sent = asyncio.run_coroutine_threadsafe(layer.group_send(group, message), _own_loop())
            sent.result(PATIENCE)
    except Exception:  # a lost push must not undo what it tells about
        log.exception("push to %s failed", group)


def send_items(group: str, items: list[Any]) -> None:
    """Send {"type": "push.items", "items": items} now; what waits for the same group joins it."""
    send(group, {"type": "push.items", "items": items})


def _queue(loop: asyncio.AbstractEventLoop, group: str, message: dict[str, Any]) -> None:
    """Send behind what waits for the same group; on the loop itself."""
    groups_waiting = _waiting.setdefault(loop, {})
    if group in groups_waiting:
        groups_waiting[group].append(message)
        return
    groups_waiting[group] = deque([message])
    task = loop.create_task(_drain(group, groups_waiting))
    _pending.add(task)
    task.add_done_callback(_pending.discard)


async def _drain(group: str, groups_waiting: dict[str, deque]) -> None:
    messages, layer = groups_waiting[group], get_channel_layer()
    try:
        while messages:
            try:
                message = _next(messages)
                async with asyncio.timeout(PATIENCE):
                    await layer.group_send(group, message)
                if "items" in message:
                    await asyncio.sleep(GATHER_SECONDS)
            except Exception:
                log.exception("push to %s failed", group)
    finally:
        del groups_waiting[group]


def _next(messages: deque[dict[str, Any]]) -> dict[str, Any]:
    """Take the first message, with the items of those that may go with it."""
    first = messages.popleft()
    if "items" not in first:
        return first
    items = list(first["items"])
    while messages and "items" in messages[0] and len(items) < MOST_ITEMS:
        items += messages.popleft()["items"]
    return first | {"items": items}


def _own_loop() -> asyncio.AbstractEventLoop:
    with _lock:
        if os.getpid() not in _own:
            loop = asyncio.new_event_loop()
            thread = threading.Thread(target=_turn, args=(loop,), name="push", daemon=True)
            _own[os.getpid()] = loop, thread
            thread.start()
        return _own[os.getpid()][0]


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@atexit.register
def hang_up() -> None:
    """End the loop this process keeps for sending, with its connections; the next send has one."""
    with _lock:
        mine = _own.pop(os.getpid(), None)
    if mine is not None:
        loop, thread = mine
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)


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
