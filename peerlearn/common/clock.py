"""The one source of "now", so that a test or the demo loader can stand at another moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_offset: ContextVar[timedelta | None] = ContextVar("clock_offset", default=None)


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    real = datetime.now(UTC)
    offset = _offset.get()
    return real + offset if offset else real


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Make `now()` answer `moment` (aware) inside the block; time goes on running from there.

    It holds for this thread or task only.
    """
    token = _offset.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _offset.reset(token)
