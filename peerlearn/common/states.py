"""States are data: a table of legal moves beside the states, checked by one function."""

from collections.abc import Mapping
from typing import Any

from .errors import Conflict

# Keys and targets are TextChoices members; Mapping is invariant in its key and would refuse str.
Moves = Mapping[Any, frozenset[Any]]


def check_move(moves: Moves, old: str, new: str) -> None:
    """Raise Conflict("illegal_move") unless the table allows going from `old` to `new`."""
    if new not in moves.get(old, frozenset()):
        raise Conflict("illegal_move", f"This can't go from {old} to {new}.")
