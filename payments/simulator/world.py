"""One simulator: what it knows, whom it tells, what goes wrong, and what was asked of it."""

import hashlib
import hmac
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import orders, payments, payouts, refunds
from .agenda import Agenda
from .faults import Fault, Faults
from .idempotency import PAYOUT_KEY, checked, once
from .rules import Refused
from .store import Entity, Store
from .webhooks import TIME_SCALE, Webhooks

LOG_SIZE = 5000
PAYOUT_HEADER = "X-Payout-Idempotency"
REVERSAL_SECONDS = 2


@dataclass(frozen=True)
class Account:
    """Whose simulator it is: keys, where events go, and how fast days pass.

    `payout_seconds` moves payouts on by themselves; None leaves them to be moved by hand, as
    Razorpay's test mode does.
    """

    key_id: str
    key_secret: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    webhook_url: str = ""
    old_secret: str = field(default="", repr=False)
    events: tuple[str, ...] = ()
    scale: float = TIME_SCALE
    payout_seconds: float | None = None
    seed: int | None = None


class World:
    """Everything behind the HTTP server."""

    def __init__(self, account: Account, store: Store) -> None:
        if account.key_id.startswith("rzp_live_"):
            raise ValueError("the simulator refuses live keys")
        self.account, self.store, self.faults = account, store, Faults()
        self.webhooks = Webhooks(
            url=account.webhook_url,
            secret=account.webhook_secret,
            old_secret=account.old_secret,
            events=account.events,
            scale=account.scale,
            store=store,
            faults=self.faults,
        )
        store.seed(account.seed)
        self.agenda = Agenda(store, self.happen)
        self.log: deque[dict[str, Any]] = deque(maxlen=LOG_SIZE)
        self.in_flight: set[str] = set()

    def signature(self, order_id: str, payment_id: str) -> str:
        """Return what checkout hands to the browser as proof."""
        message = f"{order_id}|{payment_id}".encode()
        return hmac.new(self.account.key_secret.encode(), message, hashlib.sha256).hexdigest()

    def tell_payment(self, payment: Entity) -> None:
        """Send the events that follow from a payment."""
        if payment["status"] == "failed":
            self.webhooks.tell("payment.failed", payment=payment)
            return
        self.webhooks.tell("payment.authorized", payment=payment | {"status": "authorized"})
        if payment["captured"]:
            self._tell_captured(payment)

    def _tell_captured(self, payment: Entity) -> None:
        order = orders.fetch(self.store, payment["order_id"])
        self.webhooks.tell("payment.captured", payment=payment)
        self.webhooks.tell("order.paid", payment=payment, order=order)

    def capture(self, payment_id: str, body: dict[str, Any]) -> Entity:
        """Capture and tell."""
        payment = payments.capture(self.store, payment_id, body)
        self._tell_captured(payment)
        return payment

    def refund(self, payment_id: str | None, body: dict[str, Any], key: str | None) -> Entity:
        """Refund and tell; a key seen before says what it said, and nobody is told again."""
        if payment_id is None:
            payment_id = str(body.get("payment_id"))
        known = {refund["id"] for refund in self.store.of("refund", payment_id)}
        body = {name: value for name, value in body.items() if name != "payment_id"}
        # Made as pending; what becomes of it follows at once, unless a fault says otherwise.
        refund = refunds.create(self.store, payment_id, body, key, status="pending")
        if refund["id"] in known:
            return refund
        self.tell_refund("refund.created", refund)
        fault = self.faults.take("refund") or Fault("", "")
        if fault.mode == "refund_pending_forever":
            return refund
        if fault.mode == "refund_fail":
            self.agenda.plan("refund", refund["id"], "failed", delay=fault.delay)
            return refund
        refund = refunds.move(self.store, refund["id"], "processed")
        self.tell_refund("refund.processed", refund)
        return refund

    def tell_refund(self, kind: str, refund: Entity) -> None:
        """Send an event about a refund."""
        payment = payments.fetch(self.store, refund["payment_id"])
        self.webhooks.tell(kind, refund=refund, payment=payment)

    def payout(self, body: dict[str, Any], key: str | None) -> Entity:
        """Pay out and tell; without an idempotency key it is refused."""
        if not key:
            raise Refused("Idempotency key is required.", field=PAYOUT_HEADER)
        checked(key, PAYOUT_KEY, PAYOUT_HEADER)
        return once(self.store, "payout", key, body, lambda: self._new_payout(body))

    def _new_payout(self, body: dict[str, Any]) -> Entity:
        fault = self.faults.take("payout") or Fault("", "")
        queued = fault.mode == "payout_queue"
        payout = payouts.create(self.store, body, status="queued" if queued else "processing")
        self.webhooks.tell("payout.queued" if queued else "payout.initiated", payout=payout)
        own = self.account.payout_seconds
        steps = {
            "payout_queue": [],
            "payout_fail": ["failed"],
            "payout_process_then_reverse": ["processed", "reversed"],
            "payout_fail_then_reverse": ["failed", "reversed"],
        }.get(fault.mode, [] if own is None else ["processed"])
        wait = fault.delay if fault.mode else own or 0.0
        for number, step in enumerate(steps):
            later = number * (fault.delay or REVERSAL_SECONDS)
            self.agenda.plan("payout", payout["id"], step, delay=wait + later)
        return payout

    def move_payout(self, payout_id: str, status: str, reason: str = "") -> Entity:
        """Take a payout to another state and tell."""
        payout = payouts.move(self.store, payout_id, status, reason)
        kinds = {"processing": "initiated", "cancelled": "updated"}
        self.webhooks.tell(f"payout.{kinds.get(status, status)}", payout=payout)
        return payout

    def cancel_payout(self, payout_id: str) -> Entity:
        """Cancel a queued payout."""
        return payouts.cancel(self.store, payout_id)

    def happen(self, plan: Entity) -> None:
        """Do what was planned, unless things went another way meanwhile."""
        moves: dict[str, Callable[[str, str], Entity]] = {
            "payout": self.move_payout,
            "refund": self.move_refund,
            "payment": self.move_payment,
        }
        try:
            moves[plan["what"]](plan["ref"], plan["status"])
        except Refused:
            return

    def move_refund(self, refund_id: str, status: str) -> Entity:
        """Take a pending refund to processed or failed and tell."""
        refund = refunds.move(self.store, refund_id, status)
        self.tell_refund(f"refund.{status}", refund)
        return refund

    def move_payment(self, payment_id: str, status: str) -> Entity:
        """Authorise a failed payment late, or let an authorised one expire; and tell."""
        if status == "authorized":
            payment = payments.authorize_late(self.store, payment_id)
            self.tell_payment(payment)
            return payment
        refund = payments.expire(self.store, payment_id)
        self.tell_refund("refund.created", refund)
        self.tell_refund("refund.processed", refund)
        return payments.fetch(self.store, payment_id)

    def close(self) -> None:
        """Stop the threads and close the file."""
        self.agenda.stop()
        self.webhooks.stop()
        self.store.close()
