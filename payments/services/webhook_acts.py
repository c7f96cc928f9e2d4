"""What is done about each kind of event. An event says where to look; the gateway says what is so.

Each act returns the outcome, or "" to park the event: news can come before what it is about.
"""

from collections.abc import Callable
from typing import Any

from ..gateway import get_gateway
from ..models import Order, Payment
from . import disputes, refunds
from .payout_sending import apply_gateway_payout
from .settlement import settle_entity

Entity = dict[str, Any]
Act = Callable[[Entity, str], str]

APPLIED, UNKNOWN_KIND, PARKED = "applied", "unknown kind", ""
_acts: dict[str, Act] = {}


def register(prefix: str, act: Act) -> None:
    """Have events whose kind begins with `prefix` acted on by `act(payload, kind)`."""
    if _acts.setdefault(prefix, act) is not act:
        raise ValueError(f"events {prefix} are registered twice")


def act(kind: str, body: Any) -> str:
    """Act on an event by the longest prefix that is known; raises GatewayError."""
    known = [prefix for prefix in _acts if kind.startswith(prefix)]
    if not known:
        return UNKNOWN_KIND
    payload = body.get("payload") if isinstance(body, dict) else None
    return _acts[max(known, key=len)](payload if isinstance(payload, dict) else {}, kind)


def entity_of(payload: Entity, name: str) -> Entity:
    """Return an entity that an event carries; empty if it carries none."""
    part = payload.get(name)
    entity = part.get("entity") if isinstance(part, dict) else None
    return entity if isinstance(entity, dict) else {}


def _payment(payload: Entity, kind: str) -> str:
    told = entity_of(payload, "payment")
    if not told.get("id"):
        return "no payment named"
    order = Order.objects.filter(gateway_order_id=str(told.get("order_id") or "")).first()
    if order is None:
        # Perhaps our own commit is on its way; later the reconciler has a say, too.
        return PARKED
    # The event is a snapshot and may be old; the gateway says how things stand.
    settle_entity(order, get_gateway().payment(str(told["id"])))
    return APPLIED


def _refund(payload: Entity, kind: str) -> str:
    told = entity_of(payload, "refund")
    if not told.get("id"):
        return "no refund named"
    entity = get_gateway().refund_by_id(str(told["id"]))
    known = refunds.apply_entity(entity)
    if known:
        return known
    # We may not know yet that this payment was captured.
    truth = get_gateway().payment(str(entity["payment_id"]))
    if not truth.get("captured"):
        return "never captured"
    order = Order.objects.filter(gateway_order_id=truth.get("order_id") or "").first()
    if order is None:
        return PARKED
    settle_entity(order, truth)
    return refunds.apply_entity(entity)


def _dispute(payload: Entity, kind: str) -> str:
    told = entity_of(payload, "dispute")
    payment = Payment.objects.filter(gateway_payment_id=str(told.get("payment_id") or "")).first()
    if payment is None or not told.get("id"):
        return PARKED
    disputes.apply(payment=payment, told=told, kind=kind.rpartition(".")[2])
    return APPLIED


def _payout(payload: Entity, kind: str) -> str:
    told = entity_of(payload, "payout")
    if not str(told.get("id") or "").startswith("pout_"):
        return "no payout named"
    applied = apply_gateway_payout(get_gateway().payout(told["id"]))
    return PARKED if applied is None else APPLIED


register("payment.", _payment)
register("order.", _payment)
register("refund.", _refund)
register("payout.", _payout)
register("payment.dispute.", _dispute)
