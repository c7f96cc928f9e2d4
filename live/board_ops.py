"""The language of the whiteboard: what a step may hold, and what a page comes to. Pure.

A page is 1600 x 1000 units on every screen. A step is one act of one person, a list of operations:

    {"o": "add", "item": {...}}            a stroke, a shape, a text, a note
    {"o": "move", "ids": [...], "dx", "dy"}
    {"o": "text", "id", "t"}               the words of a text or a note
    {"o": "erase", "ids": [...]}
    {"o": "clear"}                         all that is on the page

Whoever takes a step back marks it undone; a page is what the others come to.
"""

import re
from collections.abc import Iterable
from typing import Any

WIDTH, HEIGHT = 1600, 1000
COLOURS = {
    "ink": "#17211f",
    "red": "#ae2018",
    "orange": "#b35c00",
    "green": "#1e6a3a",
    "blue": "#1b5985",
    "violet": "#6b3fa0",
    "grey": "#68736f",
    "marigold": "#f2a71b",
}
PEN, TEXT, NOTE = "pen", "text", "note"
SHAPES = ("line", "arrow", "rect", "ellipse")
SIZES = (28, 44, 72)
MOST_OPS, MOST_IDS, MOST_NUMBERS, MOST_TEXT = 20, 200, 2000, 400
MOST_LIVE = 64
EDGE = 400  # a stroke may run over the edge of the page

_ID = re.compile(r"[A-Za-z0-9_-]{1,24}")
_BAD = re.compile("[\0\ud800-\udfff]")

Item = dict[str, Any]
Op = dict[str, Any]


def read_ops(value: Any) -> list[Op]:
    """Return the operations of a step, each with its own fields only; ValueError for any other."""
    return [_op(op) for op in _list(value, MOST_OPS)]


def read_live(value: Any) -> dict[str, Any]:
    """Return what a hand is doing just now: {laser, c, w, p}; ValueError for anything else."""
    live = _dict(value)
    if not isinstance(live.get("laser"), bool):
        raise ValueError("laser")
    return {
        "laser": live["laser"],
        "c": _colour(live.get("c")),
        "w": _number(live.get("w"), 1, 80),
        "p": _points(live.get("p"), MOST_LIVE),
    }


def _op(value: Any) -> Op:
    op = _dict(value)
    kind = op.get("o")
    if kind == "add":
        return {"o": kind, "item": _item(op.get("item"))}
    if kind == "move":
        ids = [_id(one) for one in _list(op.get("ids"), MOST_IDS)]
        far = WIDTH + EDGE
        return {"o": kind, "ids": ids} | {
            axis: _number(op.get(axis), -far, far) for axis in ("dx", "dy")
        }
    if kind == "text":
        return {"o": kind, "id": _id(op.get("id")), "t": _text(op.get("t"))}
    if kind == "erase":
        return {"o": kind, "ids": [_id(one) for one in _list(op.get("ids"), MOST_IDS)]}
    if kind == "clear":
        return {"o": kind}
    raise ValueError("o")


def _item(value: Any) -> Item:
    item = _dict(value)
    kind = item.get("k")
    made = {"id": _id(item.get("id")), "k": kind, "c": _colour(item.get("c"))}
    if kind == PEN:
        return made | {"w": _number(item.get("w"), 1, 80), "p": _points(item.get("p"))}
    if kind in SHAPES:
        ends = _points(item.get("p"), 4)
        if len(ends) != 4:
            raise ValueError("p")
        return made | {"w": _number(item.get("w"), 1, 80), "p": ends}
    if kind in (TEXT, NOTE):
        place = _points(item.get("p"), 2)
        size = item.get("s", SIZES[0])
        if type(size) is not int or size not in SIZES:
            raise ValueError("s")
        return made | {"p": place, "s": size, "t": _text(item.get("t"))}
    raise ValueError("k")


def _dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("an object")
    return value


def _list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise ValueError("a list")
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("id")
    return value


def _colour(value: Any) -> str:
    if not isinstance(value, str) or value not in COLOURS:
        raise ValueError("c")
    return value


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("a number")
    return value


def _points(value: Any, most: int = MOST_NUMBERS) -> list[int]:
    numbers = _list(value, most)
    if len(numbers) % 2:
        raise ValueError("p")
    return [_number(one, -EDGE, WIDTH + EDGE) for one in numbers]


def _text(value: Any) -> str:
    if not isinstance(value, str) or _BAD.search(value):
        raise ValueError("t")
    if not value.strip() or len(value) > MOST_TEXT:
        raise ValueError("t")
    return value


def fold(base: Iterable[Item], steps: Iterable[tuple[int, list[Op]]]) -> list[Item]:
    """Return what stands on a page, lowest first: `base`, then the steps (author, operations).

    Operations on what is not there do nothing, so that a step taken back leaves no trouble.
    """
    items = {item["id"]: dict(item) for item in base}
    for by, ops in steps:
        for op in ops:
            _act(items, by, op)
    return list(items.values())


def _act(items: dict[str, Item], by: int, op: Op) -> None:
    kind = op["o"]
    if kind == "add":
        items.setdefault(op["item"]["id"], op["item"] | {"by": by})
    elif kind == "clear":
        items.clear()
    elif kind == "erase":
        for id in op["ids"]:
            items.pop(id, None)
    elif kind == "text" and "t" in items.get(op["id"], {}):
        items[op["id"]] = items[op["id"]] | {"t": op["t"], "by": by}
    elif kind == "move":
        for id in op["ids"]:
            if id in items:
                items[id] = items[id] | {"p": _moved(items[id]["p"], op["dx"], op["dy"])}


def _moved(points: list[int], dx: int, dy: int) -> list[int]:
    return [one + (dy if place % 2 else dx) for place, one in enumerate(points)]
