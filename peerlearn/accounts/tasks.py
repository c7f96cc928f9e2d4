"""Sweeps of accounts. Each calls one service; safe to run twice, or late."""

from celery import shared_task

from .services import audit, drafts, erasure, exports, tokens


@shared_task
def sweep_pictures() -> None:
    """Forget the pictures of sign-ups that were not finished within a day."""
    drafts.sweep_pictures()


@shared_task
def make_export(export_id: int) -> None:
    """Put somebody's data together."""
    exports.make(export_id=export_id)


@shared_task
def sweep_exports() -> None:
    """Start exports the queue lost; forget old ones."""
    exports.sweep()


@shared_task
def sweep_erasures() -> None:
    """Delete the accounts whose time has come."""
    erasure.sweep()


@shared_task
def sweep_audit() -> None:
    """Forget what was logged two years ago."""
    audit.forget_old()


@shared_task
def sweep_logins() -> None:
    """Forget API logins that were over a month ago."""
    tokens.forget_old()
