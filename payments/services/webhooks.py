"""Webhooks: stored once, answered at once, believed only after asking the gateway."""

import hashlib
import json
import logging
from typing import Any

from django.conf import settings
from django.db import transaction

from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError

from ..gateway import GatewayError, get_gateway
from ..models import Order, Payment, Refund, WebhookEvent
from ..signatures import is_signed
from .refunds import apply_gateway_refund
from .settlement import settle_entity

log = logging.getLogger(__name__)

SWEEP_LIMIT = 50


def receive(*, body: bytes, signature: str | None, event_id: str | None) -> WebhookEvent:
    """Store a signed event, once for each id. Raises DomainError("bad_signature"|"bad_body")."""
    if not is_signed(body, signature, settings.RAZORPAY_WEBHOOK_SECRETS):
        # Nothing is stored: a forged request must not reserve the id of the real one.
        raise DomainError("bad_signature", "The signature does not match.")
    try:
        event = json.loads(body)
        kind = event["event"]
    except (ValueError, TypeError, KeyError) as error:
        raise DomainError("bad_body", "This is not an event.") from error
    event_id = (event_id or hashlib.sha256(body).hexdigest())[:80]
    with transaction.atomic():
        stored, _ = WebhookEvent.objects.get_or_create(
            event_id=event_id,
            defaults={"kind": str(kind)[:60], "body": event, "received_at": now()},
        )
    return stored


def process(*, event_pk: int) -> str:
    """Act on a stored event; returns the outcome, "" if it has to be tried again."""
    event = WebhookEvent.objects.get(pk=event_pk)
    if event.processed_at:
        return event.outcome
    try:
        outcome = _act(event.kind, event.body.get("payload") or {})
    except GatewayError as error:
        log.warning("webhook %s waits: %s", event.event_id, error)
        return ""
    if outcome:
        WebhookEvent.objects.filter(pk=event_pk, processed_at=None).update(
            processed_at=now(), outcome=outcome
        )
    return outcome


def _act(kind: str, payload: dict[str, Any]) -> str:
    if kind.startswith(("payment.", "order.")):
        return _payment(_entity(payload, "payment"))
    if kind.startswith("refund."):
        return _refund(_entity(payload, "refund"))
    return "ignored"


def _entity(payload: dict[str, Any], name: str) -> dict[str, Any]:
    return (payload.get(name) or {}).get("entity") or {}


def _payment(told: dict[str, Any]) -> str:
    order = Order.objects.filter(gateway_order_id=told.get("order_id") or "").first()
    if order is None:
        return _not_ours(told)
    # The event is a snapshot and may be old; the gateway says how things stand.
    settle_entity(order, get_gateway().payment(told["id"]))
    return "applied"


def _refund(told: dict[str, Any]) -> str:
    refund = Refund.objects.filter(gateway_refund_id=told.get("id") or "").first()
    if refund is None:
        refund = Refund.objects.filter(key=told.get("receipt") or "").first()
    if refund is None:
        return "not ours"
    for entity in get_gateway().refunds(refund.payment.gateway_payment_id):
        if entity["id"] == told["id"]:
            apply_gateway_refund(refund, entity)
    return "applied"


def _not_ours(told: dict[str, Any]) -> str:
    known = Payment.objects.filter(gateway_payment_id=told.get("id") or "").exists()
    return "applied" if known else "not ours"


def sweep() -> int:
    """Try parked events again; returns how many."""
    parked = WebhookEvent.objects.filter(processed_at=None).order_by("received_at")
    seen = 0
    for event_pk in parked.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        process(event_pk=event_pk)
        seen += 1
    return seen
