"""Refunds: never more than was captured, once for each idempotency key."""

import json
import re
from typing import Any

from . import payments, rules
from .store import Entity, Store

KEY = re.compile(r"^[A-Za-z0-9_-]{10,}$")


def create(store: Store, payment_id: str, body: dict[str, Any], key: str | None) -> Entity:
    """`POST /v1/payments/:id/refund`: no amount means everything that is left."""
    rules.only(body, "amount", "speed", "receipt", "notes", "reverse_all")
    payment = payments.fetch(store, payment_id)
    done = _replayed(store, payment_id, body, key)
    if done:
        return done
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
        "status": "processed",
        "speed_requested": body.get("speed", "normal"),
        "speed_processed": "normal",
        "created_at": store.now(),
    }
    store.put(refund, parent=payment_id)
    _remember(store, payment_id, body, key, refund)
    payment["amount_refunded"] += amount
    full = payment["amount_refunded"] == payment["amount"]
    payment["refund_status"] = "full" if full else "partial"
    payment["status"] = "refunded" if full else payment["status"]
    store.put(payment, parent=payment["order_id"])
    return refund


def _key_id(payment_id: str, key: str) -> str:
    return f"key_{payment_id}_{key}"


def _replayed(
    store: Store, payment_id: str, body: dict[str, Any], key: str | None
) -> Entity | None:
    if key is None:
        return None
    if not KEY.match(key):
        raise rules.Refused("The idempotency key is invalid", field="X-Refund-Idempotency")
    seen = store.get("refund_key", _key_id(payment_id, key))
    if seen is None:
        return None
    if seen["body"] != json.dumps(body, sort_keys=True):
        raise rules.Refused("Different request body sent with the same idempotency key")
    return store.get("refund", seen["refund"])


def _remember(
    store: Store, payment_id: str, body: dict[str, Any], key: str | None, refund: Entity
) -> None:
    if key is None:
        return
    store.put(
        {
            "id": _key_id(payment_id, key),
            "entity": "refund_key",
            "body": json.dumps(body, sort_keys=True),
            "refund": refund["id"],
        }
    )


def fetch(store: Store, refund_id: str) -> Entity:
    """`GET /v1/refunds/:id`."""
    return rules.found(store.get("refund", refund_id))


def of_payment(store: Store, payment_id: str) -> list[Entity]:
    """`GET /v1/payments/:id/refunds`."""
    payments.fetch(store, payment_id)
    return store.of("refund", payment_id)
