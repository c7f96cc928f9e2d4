"""Sweeps of accounts. Each calls one service; safe to run twice, or late."""

from celery import shared_task

from .services import drafts


@shared_task
def sweep_pictures() -> None:
    """Forget the pictures of sign-ups that were not finished within a day."""
    drafts.sweep_pictures()
