"""What the simulator remembers: JSON documents in one SQLite file, and its own clock."""

import json
import random
import secrets
import sqlite3
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .rules import Page

Entity = dict[str, Any]

LETTERS = string.ascii_letters + string.digits
TABLE = """CREATE TABLE IF NOT EXISTS things (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL,
    parent TEXT NOT NULL DEFAULT '', body TEXT NOT NULL)"""

BY_TIME = "CREATE INDEX IF NOT EXISTS by_time ON things (kind, json_extract(body, '$.created_at'))"


class Store:
    """Documents by id, kind and parent. One lock makes each request see a consistent world."""

    def __init__(self, path: str | Path = ":memory:") -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(TABLE)
        self._db.execute("CREATE INDEX IF NOT EXISTS by_parent ON things (kind, parent)")
        self._db.execute(BY_TIME)
        self._lock = threading.RLock()
        self._offset = 0.0
        self._random: random.Random = secrets.SystemRandom()

    @contextmanager
    def locked(self) -> Iterator["Store"]:
        """Hold the world still for one request."""
        with self._lock:
            yield self

    @property
    def database(self) -> sqlite3.Connection:
        """Return the connection, for tables beside the documents; use it with the store locked."""
        return self._db

    def now(self) -> int:
        """Return the simulator's moment in unix seconds."""
        return int(self.moment())

    def moment(self) -> float:
        """Return the simulator's moment in unix seconds, with fractions."""
        return time.time() + self._offset

    def set_clock(self, moment: float | None) -> None:
        """Stand at `moment` (unix seconds) from now on; None is the real time."""
        self._offset = 0.0 if moment is None else moment - time.time()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._offset += seconds

    def seed(self, seed: int | None) -> None:
        """Draw the same ids each time from now on; None draws them as before."""
        self._random = secrets.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311

    def new_id(self, prefix: str) -> str:
        """Return an id as Razorpay's are: prefix and 14 case-sensitive letters or digits."""
        return f"{prefix}_{''.join(self._random.choices(LETTERS, k=14))}"

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

    def under(self, kind: str, prefix: str) -> list[Entity]:
        """Return the documents whose parent begins with `prefix`, oldest first."""
        rows = self._db.execute(
            "SELECT body FROM things WHERE kind = ? AND parent >= ? AND parent < ? ORDER BY number",
            (kind, prefix, f"{prefix}\uffff"),
        )
        return [json.loads(row[0]) for row in rows]

    def missing_twin(self, kind: str, prefix: str) -> list[Entity]:
        """Return documents of a kind without one called `prefix` and their id, oldest first."""
        rows = self._db.execute(
            "SELECT body FROM things WHERE kind = ? AND NOT EXISTS"
            " (SELECT 1 FROM things twin WHERE twin.id = ? || things.id) ORDER BY number",
            (kind, prefix),
        )
        return [json.loads(row[0]) for row in rows]

    def latest(self, kind: str, page: Page, **exact: str) -> list[Entity]:
        """Return a page of a kind, newest first; `exact` compares fields of the documents."""
        where = "".join(f" AND json_extract(body, '$.{name}') = ?" for name in exact)
        rows = self._db.execute(
            "SELECT body FROM things WHERE kind = ?"  # noqa: S608  (names are ours)
            f" AND json_extract(body, '$.created_at') BETWEEN ? AND ?{where}"
            " ORDER BY number DESC LIMIT ? OFFSET ?",
            (kind, page.since, page.until, *exact.values(), page.count, page.skip),
        )
        return [json.loads(row[0]) for row in rows]

    def due_plans(self) -> list[Entity]:
        """Return the plans whose time has come, first things first."""
        rows = self._db.execute("SELECT body FROM things WHERE kind = 'plan'").fetchall()
        plans = [json.loads(row[0]) for row in rows]
        return sorted((p for p in plans if p["at"] <= self.moment()), key=lambda p: p["at"])

    def drop(self, key: str) -> None:
        """Forget one document."""
        self._db.execute("DELETE FROM things WHERE id = ?", (key,))

    def clear(self) -> None:
        """Forget everything."""
        self._db.execute("DELETE FROM things")
        self._offset = 0.0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
