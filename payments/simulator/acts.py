"""What people, banks and the dashboard do: everything under /sim/ that changes the world."""

from collections.abc import Callable
from typing import Any

from . import payments, settlements
from .faults import Fault
from .payments import Attempt
from .rules import Refused
from .store import Entity
from .world import World

OUTCOMES = ("captured", "authorized", "failed")
SUCCESSES = {"success": "captured", "failure": "failed"}
TAMPERED = 100
# Of test-card-details.md: what each does.
CARDS: dict[str, dict[str, str]] = {
    "4100280000001007": {},
    "5500670000001002": {},
    "6527658900001005": {},
    "4100280000060003": {"outcome": "failed", "reason": "payment_failed"},
    "4100280000080001": {"outcome": "failed", "reason": "insufficient_funds"},
}
EXPIRY = 5 * 86_400
DISPUTES = ("created", "under_review", "action_required", "won", "lost", "closed")

Body = dict[str, Any]


def pay(world: World, body: Body) -> Body:
    """Act as a person at checkout; returns what the browser gets."""
    asked = _asked(body)
    outcome = asked["outcome"]
    fault = world.faults.take("checkout") or Fault("", "")
    attempt = Attempt(**asked | _struck(fault, outcome))
    order_id = str(body.get("order_id"))
    payment = payments.make(world.store, order_id, attempt)
    world.tell_payment(payment)
    if fault.mode == "double_payment_same_order":
        world.tell_payment(
            payments.make(world.store, order_id, Attempt(**asked, even_if_paid=True))
        )
    if payment["status"] == "failed":
        if fault.mode == "pay_pending_then_late_auth":
            world.agenda.plan("payment", payment["id"], "authorized", delay=fault.delay)
        return {"error": _told(payment)}
    if payment["status"] == "authorized":
        world.agenda.plan("payment", payment["id"], "expired", delay=EXPIRY)
    return {
        "razorpay_payment_id": payment["id"],
        "razorpay_order_id": payment["order_id"],
        "razorpay_signature": world.signature(payment["order_id"], payment["id"]),
    }


def _asked(body: Body) -> dict[str, Any]:
    asked: dict[str, Any] = {"outcome": "captured", "method": str(body.get("method", "upi"))}
    asked |= {name: str(body[name]) for name in ("reason", "vpa") if body.get(name)}
    if "card" in body:
        number = "".join(str(body["card"]).split())
        if number not in CARDS:
            raise Refused("This is no test card.", field="card")
        asked |= {"method": "card", "last4": number[-4:]} | CARDS[number]
    elif str(body.get("vpa", "")).startswith("failure@"):
        asked["outcome"] = "failed"
    if "outcome" in body:
        said = str(body["outcome"])
        asked["outcome"] = SUCCESSES.get(said, said)
    if asked["outcome"] not in OUTCOMES:
        raise Refused(f"There is no outcome {asked['outcome']}.", field="outcome")
    return asked


def _struck(fault: Fault, outcome: str) -> dict[str, Any]:
    if fault.mode == "pay_fail":
        return {"outcome": "failed", "reason": fault.reason}
    if fault.mode == "pay_pending_then_late_auth":
        return {"outcome": "failed", "reason": "payment_timed_out"}
    if fault.mode == "authorize_only" and outcome == "captured":
        return {"outcome": "authorized"}
    return {"over": TAMPERED} if fault.mode == "amount_tamper" else {}


def _told(payment: Entity) -> Body:
    return {
        "code": payment["error_code"],
        "description": payment["error_description"],
        "source": payment["error_source"],
        "step": payment["error_step"],
        "reason": payment["error_reason"],
        "metadata": {"payment_id": payment["id"], "order_id": payment["order_id"]},
    }


def _refund(world: World, body: Body) -> Body:
    wanted = {"amount": body["amount"]} if "amount" in body else {}
    return world.refund(str(body.get("payment_id")), wanted, None)


def _dispute(world: World, body: Body) -> Body:
    payment = payments.fetch(world.store, str(body.get("payment_id")))
    status = str(body.get("status", "created"))
    if status not in DISPUTES:
        raise Refused(f"There is no state {status}.", field="status")
    dispute = {
        "id": world.store.new_id("disp"),
        "entity": "dispute",
        "payment_id": payment["id"],
        "amount": body.get("amount", payment["amount"]),
        "currency": payment["currency"],
        "amount_deducted": payment["amount"] if status == "lost" else 0,
        "reason_code": "chargeback",
        "respond_by": world.store.now() + EXPIRY,
        "status": "open" if status == "created" else status,
        "phase": "chargeback",
        "created_at": world.store.now(),
    }
    world.store.put(dispute, parent=payment["id"])
    world.webhooks.tell(f"payment.dispute.{status}", payment=payment, dispute=dispute)
    return dispute


def _settle(world: World, body: Body) -> Body:
    made = settlements.settle(world.store, everything=True)
    for settlement in made:
        world.webhooks.tell("settlement.processed", settlement=settlement)
    return {"settlements": made}


def _fault(world: World, body: Body) -> Body:
    if body.get("clear"):
        world.faults.clear()
    else:
        world.faults.add(Fault(**body))
    return {"ok": True}


def _clock(world: World, body: Body) -> Body:
    if "advance" in body:
        world.store.advance(float(body["advance"]))
    else:
        world.store.set_clock(body.get("now"))
    world.agenda.run_due()
    return {"ok": True, "now": world.store.now()}


def _reset(world: World, body: Body) -> Body:
    world.store.clear()
    world.store.seed(body.get("seed", world.account.seed))
    world.faults.clear()
    world.webhooks.clear()
    world.log.clear()
    return {"ok": True}


ACTS: dict[str, Callable[[World, Body], Body]] = {
    "pay": pay,
    "faults": _fault,
    "clock": _clock,
    "reset": _reset,
    "webhooks": lambda world, body: world.webhooks.control(body),
    "refund": _refund,
    "dispute": _dispute,
    "settle": _settle,
    "payouts": lambda w, b: w.move_payout(
        str(b.get("id")), str(b.get("status")), b.get("reason", "")
    ),
    "refunds": lambda w, b: w.move_refund(str(b.get("id")), str(b.get("status"))),
    "payments": lambda w, b: w.move_payment(str(b.get("id")), str(b.get("status"))),
}
