"""One simulator: what it knows, whom it tells, what goes wrong, and what was asked of it."""

import hashlib
import hmac
from collections import deque
from typing import Any

from . import orders, payments, refunds
from .faults import Fault, Faults
from .rules import Refused
from .store import Entity, Store
from .webhooks import Webhooks

LOG_SIZE = 500
OUTCOMES = ("captured", "authorized", "failed")
SUCCESSES = {"success": "captured", "failure": "failed"}


class World:
    """Everything behind the HTTP server."""

    def __init__(
        self, *, key_id: str, key_secret: str, webhook_url: str, webhook_secret: str, store: Store
    ) -> None:
        if key_id.startswith("rzp_live_"):
            raise ValueError("the simulator refuses live keys")
        self.key_id, self.key_secret = key_id, key_secret
        self.store, self.faults = store, Faults()
        self.webhooks = Webhooks(
            url=webhook_url, secret=webhook_secret, store=store, faults=self.faults
        )
        self.log: deque[dict[str, Any]] = deque(maxlen=LOG_SIZE)

    def signature(self, order_id: str, payment_id: str) -> str:
        """Return what checkout hands to the browser as proof."""
        message = f"{order_id}|{payment_id}".encode()
        return hmac.new(self.key_secret.encode(), message, hashlib.sha256).hexdigest()

    def pay(self, body: dict[str, Any]) -> dict[str, Any]:
        """Act as a person at checkout; returns what the browser gets."""
        outcome = str(body.get("outcome", "captured"))
        outcome = SUCCESSES.get(outcome, outcome)
        if outcome not in OUTCOMES:
            raise Refused(f"There is no outcome {outcome}.", field="outcome")
        payment = payments.make(
            self.store,
            str(body.get("order_id")),
            outcome=outcome,
            method=str(body.get("method", "upi")),
        )
        self.tell_payment(payment)
        if outcome == "failed":
            return {
                "error": {
                    "code": payment["error_code"],
                    "description": payment["error_description"],
                    "reason": payment["error_reason"],
                    "metadata": {"payment_id": payment["id"], "order_id": payment["order_id"]},
                }
            }
        return {
            "razorpay_payment_id": payment["id"],
            "razorpay_order_id": payment["order_id"],
            "razorpay_signature": self.signature(payment["order_id"], payment["id"]),
        }

    def tell_payment(self, payment: Entity) -> None:
        """Send the events that follow from a payment."""
        order = orders.fetch(self.store, payment["order_id"])
        if payment["status"] == "failed":
            self.webhooks.tell("payment.failed", payment=payment)
            return
        self.webhooks.tell("payment.authorized", payment=payment | {"status": "authorized"})
        if payment["captured"]:
            self.webhooks.tell("payment.captured", payment=payment)
            self.webhooks.tell("order.paid", payment=payment, order=order)

    def capture(self, payment_id: str, body: dict[str, Any]) -> Entity:
        """Capture and tell."""
        payment = payments.capture(self.store, payment_id, body)
        order = orders.fetch(self.store, payment["order_id"])
        self.webhooks.tell("payment.captured", payment=payment)
        self.webhooks.tell("order.paid", payment=payment, order=order)
        return payment

    def refund(self, payment_id: str, body: dict[str, Any], key: str | None) -> Entity:
        """Refund and tell."""
        known = {refund["id"] for refund in self.store.of("refund", payment_id)}
        refund = refunds.create(self.store, payment_id, body, key)
        if refund["id"] not in known:
            payment = payments.fetch(self.store, payment_id)
            self.webhooks.tell("refund.created", refund=refund, payment=payment)
            self.webhooks.tell("refund.processed", refund=refund, payment=payment)
        return refund

    def control(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Handle /sim/faults, /sim/clock and /sim/reset."""
        if name == "faults":
            self.faults.add(Fault(**body))
        elif name == "clock":
            self.store.set_clock(body.get("now"))
        elif name == "reset":
            self.store.clear()
            self.faults.clear()
            self.webhooks.clear()
            self.log.clear()
        return {"ok": True}

    def close(self) -> None:
        """Stop the threads and close the file."""
        self.webhooks.stop()
        self.store.close()
