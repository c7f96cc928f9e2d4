"""Changes to a text that several people write at once: checked, put in order, applied. Pure.

An op is a list read from the start of the text: a whole number above 0 keeps so many letters, one
below 0 drops them, a string is put in; what follows the last part is kept. Letters are UTF-16
units, as browsers count. static/src/js/room/text_ops.js is the same for the page.
"""

from typing import Any

Op = list[int | str]
MOST_LETTERS = 20_000
MOST_PARTS = 200


def units(text: str) -> int:
    """Return how long a text is in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def is_op(value: Any) -> bool:
    """Tell whether a value of JSON is an op that changes something, within the limits."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_PARTS:
        return False
    if not all(_is_part(part) for part in value):
        return False
    return any(isinstance(part, str) or part < 0 for part in value)


def _is_part(part: Any) -> bool:
    if isinstance(part, str):
        return 0 < len(part) <= MOST_LETTERS
    return type(part) is int and part != 0 and abs(part) <= MOST_LETTERS


def apply(text: str, op: Op) -> str:
    """Return the text after an op. Raises ValueError if it reaches beyond the text or cuts a letter
    of two units in half."""
    data, at, out = text.encode("utf-16-le"), 0, []
    for part in op:
        if isinstance(part, str):
            out.append(part.encode("utf-16-le"))
            continue
        end = at + 2 * abs(part)
        if end > len(data):
            raise ValueError("beyond the text")
        piece = data[at:end]
        piece.decode("utf-16-le")
        if part > 0:
            out.append(piece)
        at = end
    return b"".join([*out, data[at:]]).decode("utf-16-le")


def rebase(op: Op, onto: Op) -> Op:
    """Return what `op` is once `onto`, made of the same text, has come before it.

    What both put in at one place stands in the order of coming. May be empty: nothing is left.
    """
    mine, theirs, out = _Reader(op), _Reader(onto), _Writer()
    while mine.part is not None:
        if isinstance(theirs.part, str):
            out.keep(units(theirs.part))
            theirs.next()
        elif isinstance(mine.part, str):
            out.put(mine.part)
            mine.next()
        else:
            length = abs(mine.part)
            if theirs.part is not None:
                length = min(length, abs(theirs.part))
            if theirs.part is None or theirs.part > 0:
                out.keep(length) if mine.part > 0 else out.drop(length)
            mine.take(length)
            theirs.take(length)
    return out.op()


class _Reader:
    """Goes through an op; a count can be taken in pieces."""

    def __init__(self, op: Op) -> None:
        self._parts = iter(op)
        self.next()

    def next(self) -> None:
        self.part: int | str | None = next(self._parts, None)

    def take(self, length: int) -> None:
        if isinstance(self.part, int):
            self.part -= length if self.part > 0 else -length
            if self.part == 0:
                self.next()


class _Writer:
    """Builds an op in which neighbours of a kind are one part and nothing is kept at the end."""

    def __init__(self) -> None:
        self._op: Op = []

    def keep(self, length: int) -> None:
        last = self._op[-1] if self._op else ""
        if isinstance(last, int) and last > 0:
            self._op[-1] = last + length
        else:
            self._op.append(length)

    def drop(self, length: int) -> None:
        last = self._op[-1] if self._op else ""
        if isinstance(last, int) and last < 0:
            self._op[-1] = last - length
        else:
            self._op.append(-length)

    def put(self, text: str) -> None:
        last = self._op[-1] if self._op else 0
        if isinstance(last, str):
            self._op[-1] = last + text
        else:
            self._op.append(text)

    def op(self) -> Op:
        if self._op and isinstance(self._op[-1], int) and self._op[-1] > 0:
            self._op.pop()
        return self._op
