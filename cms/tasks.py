"""Sweeps of cms. Each calls one service; safe to run twice, or late."""

from celery import shared_task

from . import services


@shared_task
def submit_new_mentors() -> None:
    """Hand pages of new mentors to the editors."""
    services.submit_new_mentors()
