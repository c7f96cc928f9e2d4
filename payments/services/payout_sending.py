"""Payouts at a provider: sent with a key that makes it once, and believed only what it says.

No transaction is open while the provider is asked. Without an answer a payout stays as it is and
is sent again with the same key.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from peerlearn.common.clock import now

from .. import payout_providers
from ..gateway import GatewayError, Rejected
from ..models import Payout, PayoutMethod
from ..payout_enums import (
    AT_PROVIDER,
    PAYOUT_MOVES,
    MethodState,
    PayoutState,
)
from ..payout_providers import Provider
from . import payout_methods
from .payout_moves import WHY, locked, move

log = logging.getLogger(__name__)

SWEEP_LIMIT = 50
# What the provider calls it, in our words.
TOLD = {
    "pending": PayoutState.QUEUED,
    "scheduled": PayoutState.QUEUED,
    "queued": PayoutState.QUEUED,
    "processing": PayoutState.PROCESSING,
    "processed": PayoutState.PROCESSED,
    "reversed": PayoutState.REVERSED,
    "failed": PayoutState.FAILED,
    "rejected": PayoutState.REJECTED,
    "cancelled": PayoutState.CANCELLED,
}


def submit(*, payout_id: int) -> Payout:
    """Send an approved payout to its provider; call it outside any transaction.

    A frozen payout that was never sent stays where it is. A refusal gives the money back.
    """
    payout = _claim(payout_id)
    provider = payout_providers.get(payout.provider)
    if payout.state != PayoutState.SUBMITTING or provider is None:
        return payout
    try:
        if payout.is_stuck:
            _only_look(provider, payout)
            return Payout.objects.get(pk=payout_id)
        _make_known(provider, payout.method)
        entity = provider.send(payout)
    except Rejected as error:
        log.error("payout %s was rejected: %s %s", payout_id, error.status, error.field)
        why = _plain(error.reason, payout.method)
        with transaction.atomic():
            payout = locked(payout_id)
            if payout.state == PayoutState.SUBMITTING:
                move(payout, PayoutState.FAILED, why=why)
    except GatewayError as error:
        log.warning("payout %s has no answer yet: %s", payout_id, type(error).__name__)
    else:
        apply_gateway_payout(entity)
    return Payout.objects.get(pk=payout_id)


def apply_gateway_payout(entity: dict[str, Any]) -> Payout | None:
    """Take the provider's word for a payout, in whatever order it comes; None if it is not ours.

    What does not follow from where it stands is old news, or is logged for people to look at.
    """
    found = _find(entity)
    new = TOLD.get(str(entity.get("status")))
    if found is None or new is None:
        return None
    if entity.get("amount") != found.amount:
        log.error("payout %s is of another amount at the gateway", found.pk)
        return None
    with transaction.atomic():
        payout = locked(found.pk)
        told = {"gateway_payout_id": entity["id"]}
        if entity.get("utr"):
            told["utr"] = str(entity["utr"])[:40]
        if new in PAYOUT_MOVES[PayoutState(payout.state)]:
            details = entity.get("status_details") or {}
            why = entity.get("failure_reason") or details.get("description") or ""
            if why and new != PayoutState.PROCESSED:
                told["why"] = _plain(str(why), payout.method)
            move(payout, new, **told)
        elif new == payout.state or payout.state in AT_PROVIDER:
            Payout.objects.filter(pk=payout.pk).update(**told)
        elif new == PayoutState.PROCESSED and payout.returned_at:
            log.error("payout %s was given back and is paid at the gateway", payout.pk)
    payout.refresh_from_db()
    return payout


def register_methods() -> int:
    """Make new accounts known to the provider, which checks them; returns how many were asked."""
    provider = payout_providers.get(settings.PAYOUT_PROVIDER)
    if provider is None:
        return 0
    waiting = PayoutMethod.objects.filter(state=MethodState.PENDING).select_related("user")
    seen = 0
    for method in waiting.order_by("pk")[:SWEEP_LIMIT]:
        seen += 1
        try:
            _make_known(provider, method)
        except Rejected as error:
            log.warning("payout method %s was rejected: %s", method.pk, error.field)
            _decide(method, _plain(error.reason, method))
        except GatewayError as error:
            log.warning("payout method %s waits: %s", method.pk, type(error).__name__)
        else:
            _decide(method, "")
    return seen


def sweep() -> int:
    """Register accounts, send what waits, ask after what is under way; returns how many."""
    seen = register_methods()
    to_send = Payout.objects.filter(state__in=(PayoutState.APPROVED, PayoutState.SUBMITTING))
    for payout_id in _ids(to_send.exclude(provider=payout_providers.MANUAL)):
        submit(payout_id=payout_id)
        seen += 1
    going = Payout.objects.filter(state__in=(PayoutState.QUEUED, PayoutState.PROCESSING))
    for payout_id in _ids(going):
        refresh(payout_id=payout_id)
        seen += 1
    return seen


def refresh(*, payout_id: int) -> None:
    """Ask the provider how a payout stands; call it outside any transaction."""
    payout = Payout.objects.get(pk=payout_id)
    provider = payout_providers.get(payout.provider)
    if provider is None or not payout.gateway_payout_id:
        return
    try:
        apply_gateway_payout(provider.look(payout))
    except GatewayError as error:
        log.warning("payout %s could not be asked for: %s", payout_id, type(error).__name__)


def _claim(payout_id: int) -> Payout:
    # The key was committed with the request; now that we are about to send it is, too.
    with transaction.atomic():
        mine = Payout.objects.filter(pk=payout_id).exclude(provider=payout_providers.MANUAL)
        again = {"attempts": F("attempts") + 1}
        first = again | {
            "state": PayoutState.SUBMITTING,
            "submitted_at": Coalesce("submitted_at", Value(now())),
        }
        if not mine.filter(state=PayoutState.APPROVED, frozen_at=None).update(**first):
            mine.filter(state=PayoutState.SUBMITTING).update(**again)
    return Payout.objects.select_related("method__user").get(pk=payout_id)


def _only_look(provider: Provider, payout: Payout) -> None:
    # The key may be forgotten there by now. What is not found either, people decide on.
    for entity in provider.find(payout):
        apply_gateway_payout(entity)


def _make_known(provider: Provider, method: PayoutMethod) -> None:
    if not method.gateway_contact_id:
        method.gateway_contact_id = provider.register_payee(method)
        method.save(update_fields=["gateway_contact_id"])
    if not method.gateway_fund_account_id:
        method.gateway_fund_account_id = provider.register_account(method)
        method.save(update_fields=["gateway_fund_account_id"])


def _decide(method: PayoutMethod, why: str) -> None:
    with transaction.atomic():
        rows = PayoutMethod.objects.select_for_update(of=("self",), no_key=True).select_related(
            "user"
        )
        fresh = rows.get(pk=method.pk)
        if fresh.state != MethodState.PENDING:
            return  # removed, or decided by staff, while the gateway was asked
        if why:
            payout_methods.mark_refused(fresh, why=why, by=None)
        else:
            payout_methods.mark_verified(fresh, by=None)


def _find(entity: dict[str, Any]) -> Payout | None:
    by_id = Payout.objects.filter(gateway_payout_id=entity.get("id") or "").first()
    # The event may be here before the answer to our call.
    return by_id or Payout.objects.filter(key=entity.get("reference_id") or "").first()


def _plain(reason: str, method: PayoutMethod) -> str:
    # A gateway may quote what it refuses.
    for secret in filter(None, (method.account,)):
        reason = reason.replace(secret, method.masked)
    return reason[:WHY] or _("The bank did not take it.")


def _ids(rows: QuerySet[Payout]) -> list[int]:
    return list(rows.order_by("requested_at").values_list("pk", flat=True)[:SWEEP_LIMIT])
