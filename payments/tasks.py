"""Sweeps of payments; safe to run twice, or late."""

from celery import shared_task

from .services import reconcile
from .services import refunds as refund_services


@shared_task
def sweep() -> None:
    """Find what was lost on the way."""
    reconcile.sweep()


@shared_task
def send_refunds() -> None:
    """Send refunds that were promised."""
    refund_services.sweep()
