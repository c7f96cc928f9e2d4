"""What the simulator remembers: JSON documents in one SQLite file, and its own clock."""

import json
import secrets
import sqlite3
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Entity = dict[str, Any]

LETTERS = string.ascii_letters + string.digits
TABLE = """CREATE TABLE IF NOT EXISTS things (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL,
    parent TEXT NOT NULL DEFAULT '', body TEXT NOT NULL)"""


class Store:
    """Documents by id, kind and parent. One lock makes each request see a consistent world."""

    def __init__(self, path: str | Path = ":memory:") -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(TABLE)
        self._db.execute("CREATE INDEX IF NOT EXISTS by_parent ON things (kind, parent)")
        self._lock = threading.RLock()
        self._offset = 0.0

    @contextmanager
    def locked(self) -> Iterator["Store"]:
        """Hold the world still for one request."""
        with self._lock:
            yield self

    def now(self) -> int:
        """Return the simulator's moment in unix seconds."""
        return int(time.time() + self._offset)

    def set_clock(self, moment: float | None) -> None:
        """Stand at `moment` (unix seconds) from now on; None is the real time."""
        self._offset = 0.0 if moment is None else moment - time.time()

    def new_id(self, prefix: str) -> str:
        """Return an id as Razorpay's are: prefix and 14 case-sensitive letters or digits."""
        return f"{prefix}_{''.join(secrets.choice(LETTERS) for _ in range(14))}"

    def put(self, entity: Entity, *, parent: str = "") -> None:
        """Store or replace a document; its `entity` field names the kind."""
        body = json.dumps(entity)
        self._db.execute(
            "INSERT INTO things (id, kind, parent, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (entity["id"], entity["entity"], parent, body),
        )

    def get(self, kind: str, key: str) -> Entity | None:
        """Return a document or None."""
        row = self._db.execute(
            "SELECT body FROM things WHERE kind = ? AND id = ?", (kind, key)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def of(self, kind: str, parent: str) -> list[Entity]:
        """Return the documents under a parent, oldest first."""
        rows = self._db.execute(
            "SELECT body FROM things WHERE kind = ? AND parent = ? ORDER BY number", (kind, parent)
        )
        return [json.loads(row[0]) for row in rows]

    def latest(self, kind: str, *, count: int, skip: int) -> list[Entity]:
        """Return documents of a kind, newest first."""
        rows = self._db.execute(
            "SELECT body FROM things WHERE kind = ? ORDER BY number DESC LIMIT ? OFFSET ?",
            (kind, count, skip),
        )
        return [json.loads(row[0]) for row in rows]

    def clear(self) -> None:
        """Forget everything."""
        self._db.execute("DELETE FROM things")
        self._offset = 0.0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
