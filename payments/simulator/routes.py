"""Which request means what."""

import re
from collections.abc import Callable
from typing import Any

from . import orders, payments, refunds
from .rules import Refused
from .store import Entity
from .world import World

MAX_COUNT = 100
NOT_FOUND = 404

Body = dict[str, Any]
Route = Callable[..., Entity]


def _list(items: list[Entity]) -> Entity:
    return {"entity": "collection", "count": len(items), "items": items}


def _page(world: World, kind: str, query: dict[str, str]) -> Entity:
    try:
        count, skip = int(query.get("count", 10)), int(query.get("skip", 0))
    except ValueError as error:
        raise Refused("The count must be an integer.", field="count") from error
    if not 1 <= count <= MAX_COUNT or skip < 0:
        raise Refused("The count must be between 1 and 100.", field="count")
    return _list(world.store.latest(kind, count=count, skip=skip))


ID = r"([A-Za-z0-9_]+)"

ROUTES: list[tuple[str, str, Route]] = [
    ("POST", r"/v1/orders", lambda w, r: orders.create(w.store, r.body)),
    ("GET", r"/v1/orders", lambda w, r: _page(w, "order", r.query)),
    ("GET", rf"/v1/orders/{ID}", lambda w, r, i: orders.fetch(w.store, i)),
    ("GET", rf"/v1/orders/{ID}/payments", lambda w, r, i: _list(orders.payments(w.store, i))),
    ("GET", r"/v1/payments", lambda w, r: _page(w, "payment", r.query)),
    ("GET", rf"/v1/payments/{ID}", lambda w, r, i: payments.fetch(w.store, i)),
    ("POST", rf"/v1/payments/{ID}/capture", lambda w, r, i: w.capture(i, r.body)),
    ("POST", rf"/v1/payments/{ID}/refund", lambda w, r, i: w.refund(i, r.body, r.key)),
    ("GET", rf"/v1/payments/{ID}/refunds", lambda w, r, i: _list(refunds.of_payment(w.store, i))),
    ("GET", r"/v1/refunds", lambda w, r: _page(w, "refund", r.query)),
    ("GET", rf"/v1/refunds/{ID}", lambda w, r, i: refunds.fetch(w.store, i)),
]


class Request:
    """What a route may look at."""

    def __init__(self, body: Body, query: dict[str, str], key: str | None) -> None:
        self.body, self.query, self.key = body, query, key


def answer(world: World, method: str, path: str, request: Request) -> Entity:
    """Run the route for a request. Raises Refused, also for what does not exist."""
    for verb, pattern, run in ROUTES:
        match = re.fullmatch(pattern, path)
        if verb == method and match:
            with world.store.locked():
                return run(world, request, *match.groups())
    raise Refused("The requested URL was not found on the server.", status=NOT_FOUND)
