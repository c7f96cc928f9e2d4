"""What somebody has told the wizard so far, in their session under one key."""

from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

KEY = "sign_up"
# Longer than any answer that is allowed; what is longer is kept up to here and refused anyway.
MOST_CHARACTERS = 1000
MOST_VALUES = 200


class Draft:
    """A sign-up under way. Answers are kept as they were typed and checked each time anew.

    A password is kept as its hash alone, a picture as the id of its DraftPicture.
    """

    def __init__(self, session: SessionBase) -> None:
        self.session = session
        self.data: dict[str, Any] = session.get(KEY) or {}

    @property
    def role(self) -> str:
        """Return the chosen role, or nothing."""
        return self.data.get("role", "")

    @property
    def password_hash(self) -> str:
        """Return the hash of the password given, or nothing."""
        return self.data.get("password", "")

    @property
    def picture(self) -> int | None:
        """Return the id of the picture chosen."""
        return self.data.get("picture")

    @property
    def next(self) -> str:
        """Return where to go after the first login, or nothing."""
        return self.data.get("next", "")

    @property
    def done(self) -> bool:
        """Tell whether this wizard was finished a moment ago."""
        return bool(self.data.get("done"))

    def put(self, **values: Any) -> None:
        """Keep role, password (a hash), picture (an id) or next (a safe address)."""
        if self.done:
            self.data = {}
        self.data.update(values)
        self._store()

    def keep(self, step: str, sent: QueryDict, names: Iterable[str]) -> None:
        """Keep what was sent of a step, right or wrong."""
        answers = {
            name: [value[:MOST_CHARACTERS] for value in sent.getlist(name)[:MOST_VALUES]]
            for name in names
            if name in sent
        }
        self.put(**{self._place(step): answers})

    def answers(self, step: str) -> QueryDict | None:
        """Return what is kept of a step, as a form takes it; None if it was never sent."""
        kept = self.data.get(self._place(step))
        if kept is None:
            return None
        answers = QueryDict(mutable=True)
        for name, values in kept.items():
            answers.setlist(name, values)
        return answers

    def finish(self) -> None:
        """Forget everything but that it is done, for a Finish that is sent twice."""
        self.data = {"done": True, "next": self.next}
        self._store()

    def _place(self, step: str) -> str:
        """A profile is another form for another role: both are kept when the role changes."""
        return f"step-profile-{self.role}" if step == "profile" else f"step-{step}"

    def _store(self) -> None:
        self.session[KEY] = self.data
