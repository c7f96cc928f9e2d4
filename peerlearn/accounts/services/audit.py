"""Writing the audit log."""

from typing import Any

from peerlearn.common import origin
from peerlearn.common.clock import now

from ..models import AuditEvent, User


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
