"""Payments: authorised, captured, failed, refunded. Fee and tax are known once captured."""

from typing import Any

from . import orders, rules
from .store import Entity, Store

FEE_BPS = 200
GST_PERCENT = 18


def make(store: Store, order_id: str, *, outcome: str, method: str = "upi") -> Entity:
    """Pay an order as a person at checkout would: outcome captured, authorized or failed."""
    order = orders.fetch(store, order_id)
    if order["status"] == "paid":
        raise rules.Refused("Payment already done for this order.", reason="order_already_paid")
    orders.attempted(store, order)
    payment = {
        "id": store.new_id("pay"),
        "entity": "payment",
        "amount": order["amount"],
        "currency": order["currency"],
        "status": "failed" if outcome == "failed" else "authorized",
        "order_id": order_id,
        "method": method,
        "amount_refunded": 0,
        "refund_status": None,
        "captured": False,
        "vpa": "success@razorpay" if method == "upi" else None,
        "notes": [],
        "fee": None,
        "tax": None,
        "error_code": None,
        "error_description": None,
        "error_reason": None,
        "created_at": store.now(),
    }
    if outcome == "failed":
        payment |= {
            "error_code": "BAD_REQUEST_ERROR",
            "error_description": "Your payment was declined by the bank.",
            "error_reason": "payment_failed",
        }
    store.put(payment, parent=order_id)
    if outcome == "captured":
        return _capture(store, payment, order)
    return payment


def fetch(store: Store, payment_id: str) -> Entity:
    """`GET /v1/payments/:id`."""
    return rules.found(store.get("payment", payment_id))


def capture(store: Store, payment_id: str, body: dict[str, Any]) -> Entity:
    """`POST /v1/payments/:id/capture`: exactly the authorised amount, once."""
    rules.only(body, "amount", "currency")
    payment = fetch(store, payment_id)
    if payment["status"] in ("captured", "refunded"):
        raise rules.Refused("This payment has already been captured")
    if payment["status"] != "authorized":
        raise rules.Refused("The payment is not authorized and cannot be captured")
    if rules.amount(body) != payment["amount"]:
        raise rules.Refused("Capture amount must be equal to the amount authorized", field="amount")
    order = orders.fetch(store, payment["order_id"])
    if order["status"] == "paid":
        raise rules.Refused("The order is already paid", reason="order_already_paid")
    return _capture(store, payment, order)


def _capture(store: Store, payment: Entity, order: Entity) -> Entity:
    fee = payment["amount"] * FEE_BPS // 10_000
    tax = fee * GST_PERCENT // 100
    payment |= {"status": "captured", "captured": True, "fee": fee + tax, "tax": tax}
    store.put(payment, parent=order["id"])
    orders.paid(store, order)
    return payment
