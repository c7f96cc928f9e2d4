"""A bounded store inside one process: what was not asked for longest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """Things by key, at most as heavy together as `most`; thread-safe."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._things: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._weight = 0

    def get(self, key: Hashable) -> T | None:
        """Return the thing, which counts as asked for, or None."""
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, thing: T, weight: int = 1) -> None:
        """Keep a thing of this weight in place of what was there; too heavy alone is not kept."""
        with self._lock:
            _, before = self._things.pop(key, (None, 0))
            self._weight -= before
            if weight > self.most:
                return
            self._things[key] = (thing, weight)
            self._weight += weight
            while self._weight > self.most:
                _, (_, gone) = self._things.popitem(last=False)
                self._weight -= gone

    def clear(self) -> None:
        """Empty it."""
        with self._lock:
            self._things.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._things)
