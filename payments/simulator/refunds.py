"""Refunds: never more than was captured, once for each idempotency key."""

from typing import Any

from . import idempotency, payments, rules
from .store import Entity, Store

HEADER = "X-Refund-Idempotency"
FIELDS = ("amount", "speed", "receipt", "notes", "reverse_all")


def create(
    store: Store,
    payment_id: str,
    body: dict[str, Any],
    key: str | None,
    *,
    status: str = "processed",
) -> Entity:
    """`POST /v1/payments/:id/refund`: no amount means everything that is left."""
    rules.only(body, *FIELDS)
    if body.get("speed", "normal") not in ("normal", "optimum"):
        raise rules.Refused("The speed is invalid.", field="speed")
    payments.fetch(store, payment_id)
    key = idempotency.checked(key, idempotency.REFUND_KEY, HEADER)
    return idempotency.once(
        store, payment_id, key, body, lambda: _make(store, payment_id, body, status)
    )


def _make(store: Store, payment_id: str, body: dict[str, Any], status: str) -> Entity:
    payment = payments.fetch(store, payment_id)
    if payment["status"] not in ("captured", "refunded"):
        raise rules.Refused("The payment status should be captured for action to be taken")
    left = payment["amount"] - payment["amount_refunded"]
    amount = rules.amount(body) if "amount" in body else left
    if amount > left or not left:
        raise rules.Refused(
            "The total refund amount is greater than the refund payment amount", field="amount"
        )
    refund = {
        "id": store.new_id("rfnd"),
        "entity": "refund",
        "amount": amount,
        "currency": payment["currency"],
        "payment_id": payment_id,
        "notes": rules.notes(body),
        "receipt": rules.receipt(body),
        "acquirer_data": {"arn": None},
        "batch_id": None,
        "status": status,
        "speed_requested": body.get("speed", "normal"),
        "speed_processed": "normal",
        "created_at": store.now(),
    }
    store.put(refund, parent=payment_id)
    _count(store, payment, amount)
    return refund


def move(store: Store, refund_id: str, status: str) -> Entity:
    """Take a pending refund to processed or failed, as the bank would; failed gives it back."""
    refund = fetch(store, refund_id)
    if refund["status"] != "pending" or status not in ("processed", "failed"):
        raise rules.Refused(f"A {refund['status']} refund cannot become {status}", field="status")
    refund["status"] = status
    store.put(refund, parent=refund["payment_id"])
    if status == "failed":
        _count(store, payments.fetch(store, refund["payment_id"]), -refund["amount"])
    return refund


def _count(store: Store, payment: Entity, change: int) -> None:
    payment["amount_refunded"] += change
    full = payment["amount_refunded"] == payment["amount"]
    some = "partial" if payment["amount_refunded"] else None
    payment["refund_status"] = "full" if full else some
    payment["status"] = "refunded" if full else "captured"
    store.put(payment, parent=payment["order_id"])


def fetch(store: Store, refund_id: str) -> Entity:
    """`GET /v1/refunds/:id`."""
    return rules.found(store.get("refund", refund_id))


def of_payment(store: Store, payment_id: str) -> list[Entity]:
    """`GET /v1/payments/:id/refunds`."""
    payments.fetch(store, payment_id)
    return store.of("refund", payment_id)
