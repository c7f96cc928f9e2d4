"""Sweeps of learning. Each calls one service; safe to run twice, or late."""

from celery import shared_task

from .services import closing, follows, holds, indexing, missed, reminders


@shared_task
def expire_holds() -> None:
    """Give back seats whose hold ended unpaid."""
    holds.expire_holds()


@shared_task
def remind() -> None:
    """Tell people that their session starts soon."""
    reminders.remind()


@shared_task
def settle_overdue() -> None:
    """End live sessions past their time, settle those never started."""
    closing.settle_overdue()


@shared_task
def index_sessions() -> None:
    """Write the words of sessions that search does not know yet, or not any more."""
    indexing.catch_up()


@shared_task
def count_missed_searches() -> None:
    """Write down what searches did not find."""
    missed.write_down()


@shared_task
def tell_followers() -> None:
    """Tell followers of new sessions."""
    follows.tell_followers()
