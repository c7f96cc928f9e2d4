"""Sweeps of live. Each calls one service; safe to run twice, or late."""

from celery import shared_task

from .services import leases


@shared_task
def sweep_leases() -> None:
    """Find who is away, and who is gone without a goodbye."""
    leases.sweep()
