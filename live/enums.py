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
    DENIED = "denied", _("Not let in")


class Waiting(models.TextChoices):
    """Why somebody in the lobby is not in the call yet."""

    EARLY = "early", _("The class has not begun; the mentor is not here yet.")
    LATE = "late", _("The class should have begun; the mentor is not here yet.")
    SOON = "soon", _("The mentor is here and starts the class soon.")
    ASKED = "asked", _("The mentor lets people in one by one.")
    LOCKED = "locked", _("The mentor has locked the room.")


class PresenceKind(models.TextChoices):
    """What the attendance log says happened."""

    KNOCKED = "knocked", _("Came to the lobby")
    JOINED = "joined", _("Came into the call")
    AWAY = "away", _("Connection lost")
    BACK = "back", _("Connection back")
    LEFT = "left", _("Left")


class ExtensionState(models.TextChoices):
    """What became of a wish for more time."""

    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Nobody decided in time")


class CheckVerdict(models.TextChoices):
    """How somebody's devices and network did in the check."""

    GOOD = "good", _("All good")
    LIMITED = "limited", _("Works with limits")
    FAILED = "failed", _("Would not work")


class SurfaceName(models.TextChoices):
    """What is large in a room instead of its people."""

    BOARD = "board", _("Whiteboard")
    SLIDES = "slides", _("Slides")


class DeckState(models.TextChoices):
    """Whether the pages of a PDF are pictures by now."""

    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Cannot be shown")


DECK_MOVES = {
    DeckState.WAITING: frozenset({DeckState.READY, DeckState.FAILED}),
    DeckState.READY: frozenset(),
    DeckState.FAILED: frozenset(),
}


class RecordingState(models.TextChoices):
    """A recording is asked for, runs while everybody in the call agrees, and becomes files."""

    ASKED = "asked", _("Waiting for consent")
    RUNNING = "running", _("Recording")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be prepared")
    DELETED = "deleted", _("Deleted")


OPEN_RECORDING = (RecordingState.ASKED, RecordingState.RUNNING, RecordingState.PAUSED)
_OVER = frozenset({RecordingState.STOPPED, RecordingState.DELETED})
RECORDING_MOVES = {
    RecordingState.ASKED: _OVER | {RecordingState.RUNNING},
    RecordingState.RUNNING: _OVER | {RecordingState.PAUSED},
    RecordingState.PAUSED: _OVER | {RecordingState.RUNNING},
    RecordingState.STOPPED: frozenset(
        {RecordingState.READY, RecordingState.FAILED, RecordingState.DELETED}
    ),
    RecordingState.READY: frozenset({RecordingState.DELETED}),
    RecordingState.FAILED: frozenset({RecordingState.DELETED}),
    RecordingState.DELETED: frozenset(),
}


class DeletedReason(models.TextChoices):
    """Why a recording is gone."""

    EMPTY = "empty", _("Nothing was recorded")
    EXPIRED = "expired", _("Its time was over")
    MENTOR = "mentor", _("Deleted by the mentor")
    CONSENT = "consent", _("Somebody in it took their consent back")
    ACCOUNT = "account", _("Somebody in it closed their account")


class ConsentAct(models.TextChoices):
    """What somebody said to being recorded; each is a row, none is ever changed."""

    ASKED = "asked", _("Asked everybody, and agreed")
    GIVEN = "given", _("Agreed")
    REFUSED = "refused", _("Said no")
    WITHDRAWN = "withdrawn", _("Took the consent back")


AGREEING = frozenset({ConsentAct.ASKED, ConsentAct.GIVEN})
