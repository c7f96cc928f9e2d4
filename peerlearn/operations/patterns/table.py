"""Which components there are and in which states the pattern page shows them: data only.

A component is a file of templates/components/; a new one without a row here fails
tests/operations/test_patterns.py.
"""

from dataclasses import dataclass

from .rows_cards import CARDS
from .rows_forms import ACTIONS, FORMS
from .rows_frame import FRAME, OVERLAYS
from .rows_signs import SIGNS
from .shapes import Pattern


@dataclass(frozen=True)
class Group:
    """A chapter of the page."""

    title: str
    patterns: tuple[Pattern, ...]


GROUPS = (
    Group("Signs", SIGNS),
    Group("Actions", ACTIONS),
    Group("Forms", FORMS),
    Group("Cards and lists", CARDS),
    Group("What floats", OVERLAYS),
    Group("Around every page", FRAME),
)
