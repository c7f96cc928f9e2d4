"""Payments: authorised, captured, failed, refunded. Fee and tax are known once captured."""

from dataclasses import dataclass
from typing import Any

from . import orders, rules
from .store import Entity, Store

FEE_BPS = 200
GST_PERCENT = 18
FAILURES = {
    "payment_failed": "Your payment was declined by the bank.",
    "insufficient_funds": "Your payment failed as the account has not enough money.",
    "payment_timed_out": "The bank did not answer in time.",
    "payment_cancelled": "You cancelled the payment.",
}
CARDS = {"1007": "Visa", "1002": "MasterCard", "1005": "RuPay"}


@dataclass(frozen=True)
class Attempt:
    """How somebody pays: outcome captured, authorized or failed; `over` tampers with the amount."""

    outcome: str
    method: str = "upi"
    reason: str = ""
    vpa: str = "success@razorpay"
    last4: str = "1007"
    over: int = 0
    even_if_paid: bool = False


def make(store: Store, order_id: str, attempt: Attempt) -> Entity:
    """Pay an order as a person at checkout would."""
    order = orders.fetch(store, order_id)
    if order["status"] == "paid" and not attempt.even_if_paid:
        raise rules.Refused("Payment already done for this order.", reason="order_already_paid")
    orders.attempted(store, order)
    payment = _blank(store, order) | _means(attempt)
    payment["amount"] += attempt.over
    if attempt.outcome == "failed":
        payment |= _failure(attempt.reason)
    store.put(payment, parent=order_id)
    if attempt.outcome == "captured":
        return _capture(store, payment, order)
    return payment


def _blank(store: Store, order: Entity) -> Entity:
    return {
        "id": store.new_id("pay"),
        "entity": "payment",
        "amount": order["amount"],
        "currency": order["currency"],
        "status": "authorized",
        "order_id": order["id"],
        "invoice_id": None,
        "international": False,
        "method": "",
        "amount_refunded": 0,
        "refund_status": None,
        "captured": False,
        "description": None,
        "card_id": None,
        "bank": None,
        "wallet": None,
        "vpa": None,
        "email": "test.person@example.test",
        "contact": "+910000000000",
        "notes": [],
        "fee": None,
        "tax": None,
        "error_code": None,
        "error_description": None,
        "error_source": None,
        "error_step": None,
        "error_reason": None,
        "acquirer_data": {},
        "created_at": store.now(),
    }


def _means(attempt: Attempt) -> Entity:
    means: Entity = {"method": attempt.method}
    if attempt.method == "upi":
        means["vpa"] = attempt.vpa
    elif attempt.method == "card":
        network = CARDS.get(attempt.last4, "Visa")
        means["card"] = {"entity": "card", "network": network, "last4": attempt.last4}
    elif attempt.method == "netbanking":
        means["bank"] = "SIMB"
    return means


def _failure(reason: str) -> Entity:
    reason = reason or "payment_failed"
    return {
        "status": "failed",
        "error_code": "BAD_REQUEST_ERROR",
        "error_description": FAILURES.get(reason, FAILURES["payment_failed"]),
        "error_source": "bank",
        "error_step": "payment_authorization",
        "error_reason": reason,
    }


def fetch(store: Store, payment_id: str) -> Entity:
    """`GET /v1/payments/:id`."""
    return rules.found(store.get("payment", payment_id))


def capture(store: Store, payment_id: str, body: dict[str, Any]) -> Entity:
    """`POST /v1/payments/:id/capture`: exactly the authorised amount, once."""
    rules.only(body, "amount", "currency")
    payment = fetch(store, payment_id)
    if payment["captured"]:
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


def authorize_late(store: Store, payment_id: str) -> Entity:
    """Let a failed payment come through after all, as the bank sometimes says days later."""
    payment = fetch(store, payment_id)
    if payment["status"] != "failed":
        raise rules.Refused(f"A {payment['status']} payment cannot become authorized")
    blank = dict.fromkeys(name for name in payment if name.startswith("error_"))
    payment |= blank | {"status": "authorized"}
    store.put(payment, parent=payment["order_id"])
    return payment


def expire(store: Store, payment_id: str) -> Entity:
    """Give an authorised payment nobody captured back to the payer; nothing was ever ours."""
    payment = fetch(store, payment_id)
    if payment["status"] != "authorized":
        raise rules.Refused(f"A {payment['status']} payment cannot expire")
    payment |= {
        "status": "refunded",
        "amount_refunded": payment["amount"],
        "refund_status": "full",
    }
    store.put(payment, parent=payment["order_id"])
    refund = {
        "id": store.new_id("rfnd"),
        "entity": "refund",
        "amount": payment["amount"],
        "currency": payment["currency"],
        "payment_id": payment_id,
        "notes": [],
        "receipt": None,
        "acquirer_data": {"arn": None},
        "batch_id": None,
        "status": "processed",
        "speed_requested": "normal",
        "speed_processed": "normal",
        "created_at": store.now(),
    }
    store.put(refund, parent=payment_id)
    return refund
