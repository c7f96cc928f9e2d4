"""Writing the audit log."""

from datetime import timedelta
from typing import Any

from peerlearn.common import origin
from peerlearn.common.clock import now

from ..models import AuditEvent, User

KEPT = timedelta(days=730)


def forget_old() -> int:
    """Drop events of two years ago and more, with the addresses they hold; returns how many."""
    return AuditEvent.objects.filter(at__lt=now() - KEPT).delete()[0]


def record(
    action: str, *, actor: User | None, subject: User | None = None, **detail: Any
) -> AuditEvent:
    """Add an event in the caller's transaction; `detail` must be JSON and hold no secret.

    The address and program are those of the request under way; a task or command has none.
    """
    here = origin.current()
    return AuditEvent.objects.create(
        at=now(),
        action=action,
        actor=actor,
        subject=subject,
        detail=detail,
        ip=here.ip,
        user_agent=here.user_agent,
    )
