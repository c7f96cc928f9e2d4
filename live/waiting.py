"""Why somebody still waits in the lobby. Pure."""

from datetime import datetime

from .enums import RoomState, Waiting


def why(
    *, state: str, locked: bool, let_in: bool, mentor_here: bool, starts_at: datetime, now: datetime
) -> Waiting:
    """Return what keeps a learner who is in the lobby out of the call at this moment."""
    if state == RoomState.OPEN and not let_in:
        return Waiting.LOCKED if locked else Waiting.ASKED
    if mentor_here:
        return Waiting.SOON
    return Waiting.LATE if now >= starts_at else Waiting.EARLY
