"""The one order in which rows of a room are locked: mentor, session, room, then who is in it.

Whoever ends a session has it locked before its room closes. So whoever comes or goes takes the
session first, too: bookings and stays change with both.
"""

from learning.services import seats

from ..models import Room


def room_of(session_id: int) -> Room:
    """Lock a session and then its room, and return that, read with the session.

    Inside the caller's transaction, before any stay in it is touched. Raises Room.DoesNotExist
    while nobody has entered it yet; the session is locked then, too.
    """
    seats.lock_sessions(session_id)
    rows = Room.objects.select_for_update(of=("self",), no_key=True).select_related("session")
    return rows.get(session_id=session_id)


def made_room_of(session_id: int) -> Room | None:
    """Lock as `room_of`; None while nobody has entered the room."""
    try:
        return room_of(session_id)
    except Room.DoesNotExist:
        return None
