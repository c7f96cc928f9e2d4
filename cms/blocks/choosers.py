"""What editors pick from inside a block: sessions, mentors, topics."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.html import escape
from wagtail.blocks import ChoiceBlock

from learning.models import Domain

from ..choosers import mentor_chooser, session_chooser


class KeepsKeys:
    """A chooser whose stored value stays a key: a page reads all that is picked on it at once."""

    def to_python(self, value: int | None) -> int | None:
        """Return the key."""
        return value

    def bulk_to_python(self, values: Iterable[int | None]) -> list[int | None]:
        """Return the keys."""
        return list(values)

    def get_prep_value(self, value: Any) -> int | None:
        """Return the key of what was picked, be it an object or a key already."""
        return value.pk if isinstance(value, Model) else value

    def extract_references(self, value: Any) -> Iterator[tuple[type[Model], str, str, str]]:
        """Say what is picked, so that the admin can tell where something is used."""
        key = self.get_prep_value(value)
        if key is not None:
            yield self.model_class, str(key), "", ""  # type: ignore[attr-defined]

    def render_basic(self, value: Any, context: dict | None = None) -> str:
        """Name what is picked (comparing versions)."""
        key = self.get_prep_value(value)
        found = self.model_class.objects.filter(pk=key).first()  # type: ignore[attr-defined]
        return escape(str(found)) if found else ""


class MentorChooserBlock(
    KeepsKeys,
    mentor_chooser.get_block_class(name="MentorChooserBase", module_path="cms.blocks.choosers"),
):
    """A mentor."""


class SessionChooserBlock(
    KeepsKeys,
    session_chooser.get_block_class(name="SessionChooserBase", module_path="cms.blocks.choosers"),
):
    """A session."""


def topic_choices() -> list[tuple[str, str]]:
    """Return the topics there are: slug and name."""
    return list(Domain.objects.values_list("slug", "name"))


class TopicBlock(ChoiceBlock):
    """One of the topics; stored as its slug, checked when somebody chooses, not when it is read."""

    choices = staticmethod(topic_choices)

    def normalize_choice(self, value: str | None) -> str | None:
        """Return the slug as it is stored: looking it up would cost each visit a statement."""
        return value
