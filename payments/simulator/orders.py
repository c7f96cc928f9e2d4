"""Orders: created, attempted, paid."""

from typing import Any

from . import rules
from .store import Entity, Store


def create(store: Store, body: dict[str, Any]) -> Entity:
    """`POST /v1/orders`."""
    rules.only(body, "amount", "currency", "receipt", "notes", "partial_payment", "payment")
    amount = rules.amount(body)
    order = {
        "id": store.new_id("order"),
        "entity": "order",
        "amount": amount,
        "amount_paid": 0,
        "amount_due": amount,
        "currency": rules.currency(body),
        "receipt": rules.receipt(body),
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": rules.notes(body),
        "created_at": store.now(),
    }
    store.put(order)
    return order


def fetch(store: Store, order_id: str) -> Entity:
    """`GET /v1/orders/:id`."""
    return rules.found(store.get("order", order_id))


def change(store: Store, order_id: str, body: dict[str, Any]) -> Entity:
    """`PATCH /v1/orders/:id`: only the notes can be changed."""
    rules.only(body, "notes")
    order = fetch(store, order_id)
    order["notes"] = rules.notes(body)
    store.put(order)
    return order


def payments(store: Store, order_id: str) -> list[Entity]:
    """`GET /v1/orders/:id/payments`."""
    fetch(store, order_id)
    return store.of("payment", order_id)


def attempted(store: Store, order: Entity) -> None:
    """Count an attempt to pay."""
    order["attempts"] += 1
    if order["status"] == "created":
        order["status"] = "attempted"
    store.put(order)


def paid(store: Store, order: Entity) -> None:
    """Mark an order paid; it stays so even after a refund."""
    order["status"] = "paid"
    order["amount_paid"], order["amount_due"] = order["amount"], 0
    store.put(order)
