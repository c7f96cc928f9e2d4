"""How much made-up input a run takes: all of it, or a share.

The suite sets TEST_THRIFT: 5 for its first run when PostgreSQL follows, 3 for that one in CI, whose
minutes are counted. The examples are others in each run. TEST_FIRST says that a run follows which
takes long tables whole.
"""

import os
from typing import Any

THRIFT = int(os.environ.get("TEST_THRIFT", "1"))
FIRST = bool(os.environ.get("TEST_FIRST"))


def share(many: int) -> int:
    """Return how many of so many examples this run draws, at least one."""
    return max(1, many // THRIFT)


def some(rows: list[Any], turn: int) -> list[Any]:
    """Return all rows; every THRIFT-th from the `turn`-th on where another run takes all."""
    return rows[turn % THRIFT :: THRIFT] if FIRST else rows
