"""Sweeps of payments; safe to run twice, or late."""

from collections.abc import Callable

from celery import shared_task

from .pacing import paced, quiet_for
from .services import (
    earnings,
    payout_sending,
    reconcile,
    reconcile_lists,
    reconcile_settlements,
)
from .services import refunds as refund_services
from .services import webhooks as webhook_services


def _gently(run: Callable[[], object]) -> None:
    """Run a sweep at its pace, or not at all while the gateway wants to be left alone."""
    if not quiet_for():
        with paced():
            run()


@shared_task
def sweep() -> None:
    """Find what was lost on the way."""
    reconcile.sweep()


@shared_task
def send_refunds() -> None:
    """Send refunds that were promised."""
    _gently(refund_services.sweep)


@shared_task
def compare_lists() -> None:
    """Compare the gateway's lists of the last hours with ours."""
    reconcile_lists.hourly()


@shared_task
def read_settlements() -> None:
    """Book what reached the bank, fill in fees, and check that the ledger adds up."""
    reconcile_settlements.daily()


@shared_task
def mature_earnings() -> None:
    """Make available what was earned long enough ago."""
    earnings.mature()


@shared_task
def send_payouts() -> None:
    """Send payouts that were approved, and look after those under way."""
    _gently(payout_sending.sweep)


@shared_task
def process_webhook(event_pk: int) -> None:
    """Act on an event that just came."""
    webhook_services.process(event_pk=event_pk)


@shared_task
def sweep_webhooks() -> None:
    """Act on events that were parked, or whose task was lost."""
    _gently(webhook_services.sweep)


@shared_task
def redact_webhooks() -> None:
    """Empty the bodies of old events."""
    webhook_services.redact()
