"""The attendance log: lines are added, never changed; the database sees to it."""

from datetime import datetime

from peerlearn.common.clock import now

from ..models import Participant, PresenceEvent, QualitySample


def note(stay: Participant, kind: str, *, reason: str = "", at: datetime | None = None) -> None:
    """Add that somebody knocked, came in, was away, came back or left, in the caller's transaction.

    `at` is the moment it happened where that was earlier than now: a lost line is noticed late.
    """
    PresenceEvent.objects.create(
        room_id=stay.room_id,
        user_id=stay.user_id,
        role=stay.role,
        kind=kind,
        reason=reason,
        at=at or now(),
    )


def sample(*, pid: str, rtt: int | None, loss: int, frozen: int, relayed: bool) -> None:
    """Add how the line of somebody in the call was: ms, packets lost of 1000, ms stood still."""
    stay = Participant.objects.filter(pid=pid, left_at=None, admitted_at__isnull=False).first()
    if stay is None:
        return
    QualitySample.objects.create(
        room_id=stay.room_id,
        user_id=stay.user_id,
        role=stay.role,
        at=now(),
        rtt_ms=rtt,
        loss_permille=loss,
        frozen_ms=frozen,
        relayed=relayed,
    )
