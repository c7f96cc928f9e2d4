"""Sweeps of common."""

from celery import shared_task

from . import idempotency


@shared_task
def forget_answers() -> None:
    """Forget what requests with an Idempotency-Key were answered a day ago."""
    idempotency.forget_old()
