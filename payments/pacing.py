"""How fast sweeps may ask the gateway: so many calls a second, and none for a while after a 429.

People who wait at a page are not paced; what the gateway says about being asked too often is
remembered for all processes, and the sweeps of all of them keep quiet until then.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.cache import cache

A_SECOND = 5
FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0
_UNTIL, _TIMES = "payments:gateway:quiet", "payments:gateway:refused"

_paced: ContextVar[bool] = ContextVar("gateway_paced", default=False)
_lock = threading.Lock()
_next = 0.0


@contextmanager
def paced() -> Iterator[None]:
    """Keep every call to the gateway inside the block to the pace of sweeps."""
    token = _paced.set(True)
    try:
        yield
    finally:
        _paced.reset(token)


def quiet_for() -> float:
    """Return for how many seconds more the gateway wants to be left alone by sweeps."""
    until = cache.get(_UNTIL)
    return max(0.0, until - time.time()) if until else 0.0


def take_turn() -> float:
    """Wait for one's turn if paced; returns seconds of quiet left: more than 0 means do not ask."""
    global _next
    if not _paced.get():
        return 0.0
    left = quiet_for()
    if left:
        return left
    with _lock:
        moment = time.monotonic()
        turn = max(_next, moment)
        _next = turn + 1 / A_SECOND
    time.sleep(turn - moment)
    return 0.0


def refused(seconds: float | None) -> float:
    """Note that the gateway was asked too often; returns how long sweeps keep quiet.

    As long as it says; if it says nothing twice as long each time, give or take a half.
    """
    cache.add(_TIMES, 0, int(LONGEST_WAIT) * 2)
    try:
        times = cache.incr(_TIMES)
    except ValueError:  # it ran out between the two
        times = 1
    grown = min(FIRST_WAIT * 2 ** (times - 1), LONGEST_WAIT)
    wait = seconds or grown * random.uniform(0.5, 1.5)  # noqa: S311  (nobody's secret)
    cache.set(_UNTIL, time.time() + wait, int(wait) + 1)
    return wait


def answered() -> None:
    """Note that it answers again."""
    if _paced.get() and cache.get(_TIMES):
        cache.delete(_TIMES)
