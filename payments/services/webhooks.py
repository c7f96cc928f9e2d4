"""Webhooks: stored once, answered at once, believed only after asking the gateway."""

import hashlib
import json
import logging
import math
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError

from ..gateway import GatewayError
from ..models import WebhookEvent
from ..signatures import is_signed
from . import webhook_acts

log = logging.getLogger(__name__)

TASK = "payments.tasks.process_webhook"
SWEEP_LIMIT = 200
REDACT_LIMIT = 500
FIRST_WAIT, LONGEST_WAIT = 15, 3600  # seconds; doubled each time
LEFT_TO_THE_TASK = timedelta(seconds=10)


def receive(*, body: bytes, signature: str | None, event_id: str | None) -> WebhookEvent:
    """Store a signed event, once for each id. Raises DomainError("bad_signature"|"bad_body")."""
    if not is_signed(body, signature, settings.RAZORPAY_WEBHOOK_SECRETS):
        # Nothing is stored: a forged request must not reserve the id of the real one.
        raise DomainError("bad_signature", "The signature does not match.")
    try:
        event = json.loads(body, parse_constant=_number, parse_float=_number)
        kind = event["event"]
        event = _storable(event) if b"\\u" in body or b"\0" in body else event
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DomainError("bad_body", "This is not an event.") from error
    event_id = _storable(event_id or hashlib.sha256(body).hexdigest())[:80]
    WebhookEvent.objects.bulk_create(
        [WebhookEvent(event_id=event_id, kind=_storable(str(kind))[:60], body=event)],
        ignore_conflicts=True,
    )
    return WebhookEvent.objects.defer("body").get(event_id=event_id)


def start(event: WebhookEvent) -> None:
    """Have a stored event acted on: by a worker, or here where there is none."""
    if event.processed_at or event.attempts:
        return
    if not settings.WEBHOOKS_IN_BACKGROUND:
        process(event_pk=event.pk)
        return
    try:
        current_app.send_task(TASK, [event.pk], retry=False)
    except Exception:  # it is stored: the sweep finds it
        log.exception("webhook %s waits for the sweep", event.event_id)


def process(*, event_pk: int) -> str:
    """Act on a stored event; returns the outcome, "" if it has to be tried again."""
    event = WebhookEvent.objects.get(pk=event_pk)
    if event.processed_at:
        return event.outcome
    try:
        outcome = webhook_acts.act(event.kind, event.body)
    except GatewayError as error:
        log.warning("webhook %s waits: %s", event.event_id, error)
        outcome = ""
    except Exception:  # a broken event must not hold up the others
        log.exception("webhook %s could not be acted on", event.event_id)
        outcome = ""
    tried_out = now() - event.received_at > timedelta(hours=settings.WEBHOOK_TRY_HOURS)
    if not outcome and tried_out:
        log.error("webhook %s (%s) is given up", event.event_id, event.kind)
        outcome = "given up"
    mine = WebhookEvent.objects.filter(pk=event_pk, processed_at=None)
    if outcome:
        mine.update(processed_at=now(), outcome=outcome, next_at=None)
    else:
        wait = min(FIRST_WAIT * 2 ** min(event.attempts, 10), LONGEST_WAIT)
        mine.update(attempts=F("attempts") + 1, next_at=now() + timedelta(seconds=wait))
    return outcome


def sweep() -> int:
    """Act on events that are due: parked ones, and those whose task was lost; returns how many."""
    moment = now()
    lost = Q(next_at=None, received_at__lte=moment - LEFT_TO_THE_TASK)
    parked = WebhookEvent.objects.filter(lost | Q(next_at__lte=moment), processed_at=None)
    seen = 0
    for event_pk in parked.order_by("received_at").values_list("pk", flat=True)[:SWEEP_LIMIT]:
        process(event_pk=event_pk)
        seen += 1
    return seen


def replay(*, event_pk: int) -> str:
    """Act on an event anew, whatever became of it; safe, as all it does is safe to repeat."""
    WebhookEvent.objects.filter(pk=event_pk, redacted_at=None).update(
        processed_at=None, outcome="", next_at=None
    )
    return process(event_pk=event_pk)


@transaction.atomic
def redact() -> int:
    """Empty the bodies of events older than WEBHOOK_KEEP_DAYS: they name people; how many."""
    before = now() - timedelta(days=settings.WEBHOOK_KEEP_DAYS)
    old = WebhookEvent.objects.filter(redacted_at=None, received_at__lt=before)
    ids = list(old.order_by("received_at").values_list("pk", flat=True)[:REDACT_LIMIT])
    unread = WebhookEvent.objects.filter(pk__in=ids, processed_at=None)
    unread.update(processed_at=now(), outcome="given up")
    return WebhookEvent.objects.filter(pk__in=ids).update(body={}, redacted_at=now())


def _number(said: str) -> float:
    number = float(said)
    if not math.isfinite(number):
        raise ValueError(said)
    return number


def _storable(said: Any) -> Any:
    """Return JSON without what a database refuses: zeros and halves of surrogate pairs."""
    if isinstance(said, str):
        return said.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(said, list):
        return [_storable(part) for part in said]
    if isinstance(said, dict):
        return {_storable(key): _storable(part) for key, part in said.items()}
    return said
