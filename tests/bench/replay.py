"""One service call as the list of SQL statements it sent, to be sent again without the service.

Recorded values that belong to one racer (its person, its new booking and order, its receipt) are
found by their numbers: the sequences of the recorded tables start far apart.
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection

SEAT = re.compile(r'UPDATE "learning_session" SET "seats_taken"')
RECEIPT = re.compile(r"^pl-[0-9a-f]{20}$")


@dataclass
class Script:
    """Statements of one call: (SQL, parameters, inside a transaction?) and the ids they made."""

    statements: list[tuple[str, tuple[Any, ...], bool]] = field(default_factory=list)
    person: int = 0
    session: int = 0

    def record(self, execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Note a statement and let it run (a Django execute wrapper)."""
        self.statements.append((sql, tuple(params or ()), connection.in_atomic_block))
        return execute(sql, params, many, context)

    def after_the_seat(self) -> list[tuple[str, tuple[Any, ...], bool]]:
        """Return what follows the statement that asks for the seat."""
        at = next(i for i, (sql, _, _) in enumerate(self.statements) if SEAT.match(sql))
        return self.statements[at + 1 :]


def play(db: psycopg.Connection, won: Script, lost: Script, *, person: int, session: int) -> bool:
    """Send the statements of `won` for another person and session; once refused, those of `lost`.

    `db` is in autocommit mode, like Django's connection; True if the seat was taken.
    """
    known = {won.person: person, lost.person: person, won.session: session}
    todo, taken, open_block = list(won.statements), False, False
    while todo:
        sql, params, in_block = todo.pop(0)
        if in_block and not open_block:
            db.execute("BEGIN")
        elif open_block and not in_block:
            db.execute("COMMIT")
        open_block = in_block
        cursor = db.execute(sql, [_own(value, known) for value in params])
        if SEAT.match(sql):
            taken = cursor.rowcount == 1
            if not taken:
                todo = lost.after_the_seat()
        elif sql.startswith("INSERT") and "RETURNING" in sql:
            # The recorded call got the id that its later statements name.
            _learn(known, cursor.fetchone()[0], todo)
        elif cursor.description:
            cursor.fetchall()
    if open_block:
        db.execute("COMMIT" if taken else "ROLLBACK")
    return taken


def _own(value: Any, known: dict[Any, Any]) -> Any:
    if isinstance(value, str) and RECEIPT.match(value):
        return known.setdefault(value, f"pl-{secrets.token_hex(10)}")
    if isinstance(value, str) and value.isdigit():
        return str(known.get(int(value), value))
    if isinstance(value, int) and not isinstance(value, bool):
        return known.get(value, value)
    return value


def _learn(known: dict[Any, Any], made: int, todo: list) -> None:
    # Sequences start a million apart: the recorded id is the one of the same million.
    for _, params, _ in todo:
        for value in params:
            number = int(value) if isinstance(value, str) and value.isdigit() else value
            if (
                isinstance(number, int)
                and not isinstance(number, bool)
                and number // 1_000_000 == made // 1_000_000 >= 1
                and number not in known
            ):
                known[number] = made
                return
