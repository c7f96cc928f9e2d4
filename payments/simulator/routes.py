"""Which request means what."""

import re
from collections.abc import Callable
from typing import Any

from . import contacts, orders, payments, payouts, refunds, rules, settlements
from .rules import Refused
from .store import Entity
from .world import World

NOT_FOUND = 404

Body = dict[str, Any]
Route = Callable[..., Entity]


class Request:
    """What a route may look at."""

    def __init__(self, body: Body, query: dict[str, str], headers: dict[str, str]) -> None:
        self.body, self.query = body, query
        self._headers = {name.lower(): text for name, text in headers.items()}

    def header(self, name: str) -> str | None:
        """Return a header or None."""
        return self._headers.get(name.lower())


def _list(items: list[Entity]) -> Entity:
    return {"entity": "collection", "count": len(items), "items": items}


def _page(world: World, kind: str, request: Request, *exact: str) -> Entity:
    query = request.query
    page = rules.page(query, *exact)
    given = {name: query[name] for name in exact if name in query}
    return _list(world.store.latest(kind, page, **given))


def _refund(world: World, request: Request, payment_id: str | None = None) -> Entity:
    return world.refund(payment_id, request.body, request.header("X-Refund-Idempotency"))


def _payout(world: World, request: Request) -> Entity:
    return world.payout(request.body, request.header("X-Payout-Idempotency"))


def _payouts(world: World, request: Request) -> Entity:
    if not request.query.pop("account_number", ""):
        raise Refused("The account number field is required.", field="account_number")
    return _page(world, "payout", request, "reference_id", "fund_account_id")


ID = r"([A-Za-z0-9_]+)"

ROUTES: list[tuple[str, str, Route]] = [
    ("POST", r"/v1/orders", lambda w, r: orders.create(w.store, r.body)),
    ("GET", r"/v1/orders", lambda w, r: _page(w, "order", r, "receipt")),
    ("GET", rf"/v1/orders/{ID}", lambda w, r, i: orders.fetch(w.store, i)),
    ("PATCH", rf"/v1/orders/{ID}", lambda w, r, i: orders.change(w.store, i, r.body)),
    ("GET", rf"/v1/orders/{ID}/payments", lambda w, r, i: _list(orders.payments(w.store, i))),
    ("GET", r"/v1/payments", lambda w, r: _page(w, "payment", r)),
    ("GET", rf"/v1/payments/{ID}", lambda w, r, i: payments.fetch(w.store, i)),
    ("POST", rf"/v1/payments/{ID}/capture", lambda w, r, i: w.capture(i, r.body)),
    ("POST", rf"/v1/payments/{ID}/refund", _refund),
    ("GET", rf"/v1/payments/{ID}/refunds", lambda w, r, i: _list(refunds.of_payment(w.store, i))),
    ("POST", r"/v1/refunds", _refund),
    ("GET", r"/v1/refunds", lambda w, r: _page(w, "refund", r)),
    ("GET", rf"/v1/refunds/{ID}", lambda w, r, i: refunds.fetch(w.store, i)),
    (
        "GET",
        r"/v1/settlements/recon/combined",
        lambda w, r: _list(settlements.recon(w.store, r.query)),
    ),
    ("POST", r"/v1/contacts", lambda w, r: contacts.create(w.store, r.body)),
    ("GET", r"/v1/contacts", lambda w, r: _page(w, "contact", r, "reference_id")),
    ("GET", rf"/v1/contacts/{ID}", lambda w, r, i: contacts.fetch(w.store, i)),
    ("POST", r"/v1/fund_accounts", lambda w, r: contacts.create_fund_account(w.store, r.body)),
    ("GET", r"/v1/fund_accounts", lambda w, r: _page(w, "fund_account", r, "contact_id")),
    ("GET", rf"/v1/fund_accounts/{ID}", lambda w, r, i: contacts.fetch_fund_account(w.store, i)),
    ("POST", r"/v1/payouts", _payout),
    ("GET", r"/v1/payouts", _payouts),
    ("GET", rf"/v1/payouts/{ID}", lambda w, r, i: payouts.fetch(w.store, i)),
    ("POST", rf"/v1/payouts/{ID}/cancel", lambda w, r, i: w.cancel_payout(i)),
    ("PATCH", rf"/v1/payouts/{ID}/cancel", lambda w, r, i: w.cancel_payout(i)),
]


def answer(world: World, method: str, path: str, request: Request) -> Entity:
    """Run the route for a request. Raises Refused, also for what does not exist."""
    for verb, pattern, run in ROUTES:
        match = re.fullmatch(pattern, path)
        if verb == method and match:
            with world.store.locked():
                world.agenda.run_due()
                return run(world, request, *match.groups())
    raise Refused("The requested URL was not found on the server.", status=NOT_FOUND)
