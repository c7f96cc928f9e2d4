"""Every channel-layer group of live, once."""

from peerlearn.notifications.groups import topic


def room(session_id: int) -> str:
    """Return the group of every socket in a session's room, lobby included."""
    return f"room.{session_id}"


def calls() -> str:
    """Return the group of the call hubs, one member a process: what happens inside all rooms."""
    return topic("calls")


def seats() -> str:
    """Return the group of the seat hubs, one member a process."""
    return topic("seats")
