"""States of a room, and why people leave it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoomState(models.TextChoices):
    """A room waits for its mentor, runs, and closes with its session; it decides neither."""

    LOBBY = "lobby", _("Lobby")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


ROOM_MOVES = {
    RoomState.LOBBY: frozenset({RoomState.OPEN, RoomState.CLOSED}),
    RoomState.OPEN: frozenset({RoomState.CLOSED}),
    RoomState.CLOSED: frozenset(),
}


class RoomRole(models.TextChoices):
    """What somebody may do in a room; it comes from the session and the booking, never a client."""

    MENTOR = "mentor", _("Mentor")
    LEARNER = "learner", _("Learner")


class LeftReason(models.TextChoices):
    """Why a stay ended."""

    LEFT = "left", _("Left")
    LOST = "lost", _("Connection lost")
    REPLACED = "replaced", _("Joined again elsewhere")
    KICKED = "kicked", _("Removed by the mentor")
    UNBOOKED = "unbooked", _("Seat cancelled")
    ENDED = "ended", _("Session over")
