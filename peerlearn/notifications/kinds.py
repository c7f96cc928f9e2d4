"""Kinds of notices. Each app keeps its wording in its own notices.py and registers it on start."""

from dataclasses import dataclass
from typing import Any

_kinds: dict[str, "NoticeKind"] = {}


@dataclass(frozen=True)
class NoticeKind:
    """One sort of news: how it reads and where it leads; texts are str.format templates."""

    key: str
    title: str
    body: str = ""
    url: str = ""

    def render(self, data: dict[str, Any]) -> tuple[str, str, str]:
        """Return title, body and address filled with `data`."""
        return self.title.format(**data), self.body.format(**data), self.url.format(**data)


def register(*kinds: NoticeKind) -> None:
    """Make kinds known; the same key twice with other words is a programming error."""
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"notice kind {kind.key} is registered twice")


def get(key: str) -> NoticeKind:
    """Return a kind; KeyError for one that nobody registered."""
    return _kinds[key]
