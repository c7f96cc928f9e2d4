"""What a row of the pattern page is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Context = dict[str, Any]


@dataclass(frozen=True)
class State:
    """One state of a component: its name, and its context, made anew for each showing."""

    name: str
    context: Callable[[], Context] = dict
    opens: str = ""  # id of the dialog that a button beside it opens


@dataclass(frozen=True)
class Pattern:
    """A component: the stem of its file in templates/components/, and its states."""

    name: str
    title: str
    states: tuple[State, ...]
    wide: bool = False  # one state a line; else they stand side by side


def row(name: str, title: str, *states: State, wide: bool = False) -> Pattern:
    """Return a pattern with its states."""
    return Pattern(name, title, states, wide)


def plain(name: str, /, **context: Any) -> State:
    """Return a state whose context never changes."""
    return State(name, lambda: dict(context))
