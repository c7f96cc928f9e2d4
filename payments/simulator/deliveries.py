"""The queue of webhooks in the store: what is due, what was sent, what came of it."""

import time
from dataclasses import dataclass
from typing import Any

from .store import Store

TABLE = """CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, kind TEXT NOT NULL,
    body BLOB NOT NULL, signature TEXT NOT NULL, due REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, last_status INTEGER, state TEXT NOT NULL DEFAULT 'queued')
"""
COLUMNS = "number, event_id, kind, body, signature, due, attempts, last_status, state"


@dataclass
class Delivery:
    """One event on its way to one address; state is queued, taken or given_up."""

    number: int
    event_id: str
    kind: str
    body: bytes
    signature: str
    due: float
    attempts: int
    last_status: int | None
    state: str

    def shown(self) -> dict[str, Any]:
        """Return what pages and tests may see."""
        return {
            "number": self.number,
            "event": self.kind,
            "id": self.event_id,
            "attempts": self.attempts,
            "status": self.last_status,
            "state": self.state,
        }


class Deliveries:
    """Rows of the queue; every method expects the store locked."""

    def __init__(self, store: Store) -> None:
        self._db = store.database
        self._db.execute(TABLE)
        self._db.execute("CREATE INDEX IF NOT EXISTS by_due ON deliveries (state, due)")

    def add(self, event_id: str, kind: str, body: bytes, signature: str, wait: float) -> None:
        """Queue an event."""
        self._db.execute(
            "INSERT INTO deliveries (event_id, kind, body, signature, due) VALUES (?, ?, ?, ?, ?)",
            (event_id, kind, body, signature, time.time() + wait),
        )

    def next(self) -> Delivery | None:
        """Return what has to be sent first, due or not."""
        found = self._rows("WHERE state = 'queued' ORDER BY due, number LIMIT 1")
        return found[0] if found else None

    def latest(self, count: int = 200) -> list[Delivery]:
        """Return the newest events."""
        return self._rows(f"ORDER BY number DESC LIMIT {count}")

    def queued(self) -> list[Delivery]:
        """Return what waits, in the order of sending."""
        return self._rows("WHERE state = 'queued' ORDER BY due, number")

    def done(self, number: int, status: int, state: str, due: float) -> None:
        """Note an attempt and what follows from it."""
        self._db.execute(
            "UPDATE deliveries SET attempts = attempts + 1, last_status = ?, state = ?, due = ?"
            " WHERE number = ?",
            (status, state, due, number),
        )

    def again(self, number: int) -> bool:
        """Queue an event once more, with its old id and body."""
        done = self._db.execute(
            "UPDATE deliveries SET state = 'queued', attempts = 0, due = ? WHERE number = ?",
            (time.time(), number),
        )
        return done.rowcount > 0

    def reverse(self) -> int:
        """Turn the order of what waits around; returns how many."""
        waiting = self.queued()
        start = time.time()
        for place, delivery in enumerate(reversed(waiting)):
            self._db.execute(
                "UPDATE deliveries SET due = ? WHERE number = ?",
                (start + place / 1000, delivery.number),
            )
        return len(waiting)

    def clear(self) -> None:
        """Forget all."""
        self._db.execute("DELETE FROM deliveries")

    def _rows(self, rest: str) -> list[Delivery]:
        rows = self._db.execute(f"SELECT {COLUMNS} FROM deliveries {rest}")  # noqa: S608  (ours)
        return [Delivery(*row) for row in rows]
