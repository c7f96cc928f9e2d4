"""Hourly: what the gateway lists against what we know. Puts right only what goes forward."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from peerlearn.common.clock import now

from ..enums import PAYMENT_RANK, PaymentState
from ..gateway import GatewayError, Rejected, get_gateway
from ..models import Order, Payment, Refund
from ..pacing import paced
from ..recon_enums import ReconKind
from . import issues, settlement
from . import refunds as refund_services

log = logging.getLogger(__name__)

Entity = dict[str, Any]

WINDOW = timedelta(hours=3)
WINDOW_UNKNOWN, WINDOW_LONGEST = timedelta(days=1), timedelta(days=7)
SEEN_UNTIL = "payments:lists:seen"
# News on its way is no difference.
SETTLES_WITHIN = timedelta(minutes=5)
# An authorised payment lapses after five days at the most.
NEAR_EXPIRY = timedelta(days=3)
NO_MONEY = (PaymentState.CREATED, PaymentState.FAILED)
OF_PAYMENTS = (ReconKind.UNKNOWN_PAYMENT, ReconKind.AMOUNT, ReconKind.STATUS, ReconKind.MISSING)


def payments(*, since: datetime | None = None) -> int:
    """Compare the gateway's payments with ours; returns how many were looked at.

    `since` defaults to three hours ago. Raises GatewayError if the gateway does not answer.
    """
    until = now() - SETTLES_WITHIN
    since = since or until - WINDOW
    listed: set[str] = set()
    for entity in get_gateway().all_payments(since=_unix(since), until=_unix(until)):
        listed.add(entity["id"])
        _compare(entity)
    missing = Payment.objects.filter(captured_at__range=(since, until)).exclude(
        gateway_payment_id__in=listed
    )
    for payment in missing:
        _ask_after(payment)
    return len(listed)


def _compare(entity: Entity) -> None:
    order = Order.objects.filter(gateway_order_id=entity.get("order_id") or "").first()
    ref, status = entity["id"], entity["status"]
    if order is None:
        if status not in NO_MONEY:
            _report(ReconKind.UNKNOWN_PAYMENT, ref, "no payment", _words(entity))
        return
    ours = Payment.objects.filter(gateway_payment_id=ref).first()
    if ours is None or ours.rank < PAYMENT_RANK[PaymentState(status)]:
        ours = settlement.settle_entity(order, entity) or ours
    if ours is None:
        return
    differs = {
        ReconKind.AMOUNT: ours.amount != entity["amount"] or ours.currency != entity["currency"],
        ReconKind.STATUS: ours.rank > PAYMENT_RANK[PaymentState(status)] and _is_behind(ours),
    }
    for kind, wrong in differs.items():
        if wrong:
            _report(kind, ref, f"{ours.state} {ours.amount} {ours.currency}", _words(entity))
    issues.gone(kinds=[kind for kind in OF_PAYMENTS if not differs.get(kind)], ref=ref)


def _is_behind(ours: Payment) -> bool:
    # The list may be older than what has happened since.
    entity = get_gateway().payment(ours.gateway_payment_id)
    return ours.rank > PAYMENT_RANK[PaymentState(entity["status"])]


def _ask_after(payment: Payment) -> None:
    # It may have been made before the window and captured in it.
    try:
        _compare(get_gateway().payment(payment.gateway_payment_id))
    except Rejected:
        words = f"{payment.state} {payment.amount} {payment.currency}"
        _report(ReconKind.MISSING, payment.gateway_payment_id, words, "unknown there")


def refunds(*, since: datetime | None = None) -> int:
    """Compare the gateway's refunds with ours; returns how many were looked at.

    Raises GatewayError if the gateway does not answer.
    """
    until = now() - SETTLES_WITHIN
    since = since or until - WINDOW
    seen = 0
    for entity in get_gateway().all_refunds(since=_unix(since), until=_unix(until)):
        seen += 1
        _compare_refund(entity)
    return seen


def _compare_refund(entity: Entity) -> None:
    payment = Payment.objects.filter(gateway_payment_id=entity["payment_id"]).first()
    known = Refund.objects.filter(gateway_refund_id=entity["id"]).first()
    known = known or Refund.objects.filter(key=entity.get("receipt") or "").first()
    captured = payment is not None and payment.rank >= PAYMENT_RANK[PaymentState.CAPTURED]
    if known is None and captured and not refund_services.apply_entity(entity):
        _report(ReconKind.UNKNOWN_REFUND, entity["id"], "no refund", _words(entity))
        return
    if known is not None and known.amount != entity["amount"]:
        _report(ReconKind.AMOUNT, entity["id"], f"{known.amount}", _words(entity))
        return
    issues.gone(kinds=[ReconKind.UNKNOWN_REFUND, ReconKind.AMOUNT], ref=entity["id"])


def near_expiry() -> int:
    """Report authorised payments that will lapse uncaptured; returns how many there are."""
    old = Payment.objects.filter(
        state=PaymentState.AUTHORIZED, created_at__lt=now() - NEAR_EXPIRY
    ).select_related("order")
    found = 0
    for payment in old:
        try:
            entity = get_gateway().payment(payment.gateway_payment_id)
            settled = settlement.settle_entity(payment.order, entity)
        except GatewayError as error:
            log.warning("payment %s could not be asked for: %s", payment.pk, error)
            continue
        ref = payment.gateway_payment_id
        if settled is not None and settled.state == PaymentState.AUTHORIZED:
            found += 1
            _report(ReconKind.UNCAPTURED, ref, "captured or given back", _words(entity))
        else:
            issues.gone(kinds=[ReconKind.UNCAPTURED], ref=ref)
    return found


def _words(entity: Entity) -> str:
    return f"{entity['status']} {entity['amount']} {entity['currency']}"


def _report(kind: ReconKind, ref: str, expected: str, actual: str) -> None:
    issues.report(kind=kind, ref=ref, expected=expected, actual=actual)


def _unix(moment: datetime) -> int:
    return int(moment.timestamp())


def hourly() -> dict[str, int]:
    """Compare payments and refunds and look for what is about to lapse; returns counts of each."""
    begun = now()
    since = _unseen_since(begun)
    steps: dict[str, Callable[[], int]] = {
        "payments": lambda: payments(since=since),
        "refunds": lambda: refunds(since=since),
        "near expiry": near_expiry,
    }
    done: dict[str, int] = {}
    with paced():
        for name, step in steps.items():
            try:
                done[name] = step()
            except GatewayError as error:
                log.warning("%s were not compared: %s", name, error)
    if len(done) == len(steps):
        cache.set(SEEN_UNTIL, begun, None)
    return done


def _unseen_since(moment: datetime) -> datetime:
    # What happened while we were down is seen as well: since the last time that all went well.
    last = cache.get(SEEN_UNTIL) or moment - WINDOW_UNKNOWN
    return max(min(last, moment) - WINDOW, moment - WINDOW_LONGEST)
