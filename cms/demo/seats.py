"""Who sits where: people come for what interests them, in a language they speak, one at a time."""

import random
from collections.abc import Collection
from datetime import datetime

from .library import LearnerText, Lesson, learners, speakers


class Seating:
    """Chooses learners for sessions; nobody is in two at once. Same order, same choice."""

    def __init__(self) -> None:
        self.dice = random.Random(60)  # noqa: S311  (a cast, not a secret)
        self.busy: dict[str, list[tuple[datetime, datetime]]] = {}
        self.been: set[tuple[str, str]] = set()
        self.load: dict[str, int] = {}

    def choose(
        self,
        lesson: Lesson,
        start: datetime,
        end: datetime,
        count: int,
        *,
        guest: str = "",
        without: Collection[str] = (),
    ) -> list[str]:
        """Return the keys of up to `count` learners free from `start` to `end`, the guest last."""
        native = speakers().get(lesson.language, ())
        free = [
            person
            for person in learners()
            if person.key not in (guest, *without)
            and (person.key, lesson.title) not in self.been
            and self._free(person.key, start, end)
        ]
        ranked = sorted(free, key=lambda person: self._rank(person, lesson, native))
        chosen = [person.key for person in ranked[: count - bool(guest)]]
        chosen += [guest] if guest else []
        for key in chosen:
            self.been.add((key, lesson.title))
            self.busy.setdefault(key, []).append((start, end))
            self.load[key] = self.load.get(key, 0) + 1
        return chosen

    def _free(self, key: str, start: datetime, end: datetime) -> bool:
        return all(end <= begun or start >= over for begun, over in self.busy.get(key, ()))

    def _rank(
        self, person: LearnerText, lesson: Lesson, native: tuple[str, ...]
    ) -> tuple[bool, float]:
        wants = len(set(person.interests) & set(lesson.skills))
        # Somebody who has been to a lot lets others go first.
        return person.key not in native, self.load.get(
            person.key, 0
        ) - 4 * wants + self.dice.random()
