"""What there is one of for each event loop: tests and worker threads have their own."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

Made = TypeVar("Made")


class PerLoop(Generic[Made]):
    """Called in a coroutine it returns its loop's own: made when first asked for."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._of: WeakKeyDictionary[asyncio.AbstractEventLoop, Made] = WeakKeyDictionary()

    def __call__(self) -> Made:
        """Return what the running event loop has until it is gone; RuntimeError outside of one."""
        loop = asyncio.get_running_loop()
        if loop not in self._of:
            self._of[loop] = self._make()
        return self._of[loop]
