"""What a cached thing was made of, and whether that still holds: tags on one logical clock.

Every change takes the next tick of the clock and stamps its tags with it. Whatever was made at tick
N of things called by some tags still holds if each of these is stamped, and none later than N.
"""

import os
import threading
import time
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Protocol

import redis
from django.conf import settings

TAG_SECONDS = 24 * 3600
PATIENCE_SECONDS = 1
MOST_LOCAL_TAGS = 50_000

Stamps = dict[str, int | None]


class Unreachable(Exception):
    """The clock cannot be read, so nothing cached may be used."""


class Clock(Protocol):
    """Where the ticks and stamps are."""

    def read(self, tags: Collection[str]) -> tuple[int, Stamps]:
        """Return the tick now, and each tag's stamp (None: unknown). Raises Unreachable."""

    def change(self, tags: Iterable[str]) -> None:
        """Stamp the tags with a new tick. Raises Unreachable."""

    def claim(self, tags: Iterable[str], tick: int) -> None:
        """Stamp those of the tags that have no stamp. Raises Unreachable."""


class RedisClock:
    """The clock of a deployment, one for all its processes."""

    PREFIX = "pl:tag:"
    TICK = "pl:tick"
    # A clock that was lost starts at the time of day, after every tick it had before.
    START = "local now = redis.call('TIME') return now[1] * 1000000 + now[2]"
    BEGIN = f"""
    local function start() {START} end
    redis.call('SET', KEYS[1], string.format('%.0f', start()), 'NX')
    return tonumber(redis.call('GET', KEYS[1]))
    """
    CHANGE = f"""
    local function start() {START} end
    redis.call('SET', KEYS[1], string.format('%.0f', start()), 'NX')
    local tick = redis.call('INCR', KEYS[1])
    for place = 2, #KEYS do redis.call('SET', KEYS[place], tick, 'EX', ARGV[1]) end
    """

    def __init__(self, url: str) -> None:
        self.client = redis.Redis.from_url(
            url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
        )
        self._begin = self.client.register_script(self.BEGIN)
        self._change = self.client.register_script(self.CHANGE)
        # What changed while Redis was away: told before anything is read again.
        self._owed: set[str] = set()

    def read(self, tags: Collection[str]) -> tuple[int, Stamps]:
        """Return the tick now and the tags' stamps, in one trip."""
        if self._owed:
            self.change(())
        try:
            found = self.client.mget([self.TICK, *(self.PREFIX + tag for tag in tags)])
            tick = found[0] if found[0] is not None else self._begin(keys=[self.TICK])
        except redis.RedisError as error:
            raise Unreachable from error
        stamps = (None if value is None else int(value) for value in found[1:])
        return int(tick), dict(zip(tags, stamps, strict=True))

    def change(self, tags: Iterable[str]) -> None:
        """Stamp the tags with a new tick, in one trip; if that fails, with the next trip."""
        told = {*tags, *self._owed}
        try:
            self._change(keys=[self.TICK, *(self.PREFIX + tag for tag in told)], args=[TAG_SECONDS])
        except redis.RedisError as error:
            self._owed |= told
            raise Unreachable from error
        self._owed -= told

    def claim(self, tags: Iterable[str], tick: int) -> None:
        """Stamp what has no stamp, in one trip."""
        trip = self.client.pipeline(transaction=False)
        for tag in tags:
            trip.set(self.PREFIX + tag, tick, ex=TAG_SECONDS, nx=True)
        try:
            trip.execute()
        except redis.RedisError as error:
            raise Unreachable from error


class LocalClock:
    """The clock of one process.

    Another process on the same data (a management command) is heard by a file to which each change
    adds a byte: one we did not write makes everything unknown.
    """

    def __init__(self, marker: Path) -> None:
        self._marker = marker
        self._lock = threading.Lock()
        self._tick = time.time_ns() // 1000
        self._stamps: dict[str, int] = {}
        # What began before this tick may have missed what another process changed.
        self._floor = 0
        self._written = self._size()

    def read(self, tags: Collection[str]) -> tuple[int, Stamps]:
        """Return the tick now and the tags' stamps."""
        with self._lock:
            self._listen()
            return self._tick, {tag: self._stamps.get(tag) for tag in tags}

    def change(self, tags: Iterable[str]) -> None:
        """Stamp the tags with a new tick and tell other processes."""
        with self._lock:
            self._listen()
            self._tick += 1
            self._stamps.update(dict.fromkeys(tags, self._tick))
            self._marker.parent.mkdir(parents=True, exist_ok=True)
            with self._marker.open("ab") as file:
                file.write(b".")
            self._written += 1

    def claim(self, tags: Iterable[str], tick: int) -> None:
        """Stamp what has no stamp."""
        with self._lock:
            if tick >= self._floor:
                for tag in tags:
                    self._stamps.setdefault(tag, tick)

    def _listen(self) -> None:
        size = self._size()
        if size != self._written or len(self._stamps) > MOST_LOCAL_TAGS:
            self._stamps.clear()
            self._tick += 1
            self._floor = self._tick
            self._written = size

    def _size(self) -> int:
        try:
            return os.stat(self._marker).st_size
        except FileNotFoundError:
            return 0


@cache
def clock() -> Clock:
    """Return the clock of this process: Redis where there is one."""
    if settings.REDIS_URL:
        return RedisClock(settings.REDIS_URL)
    return LocalClock(settings.VAR_DIR / "changes")
