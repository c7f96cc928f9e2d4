"""Tables of live."""

from .attendance import PresenceEvent, QualitySample
from .board import BoardPage, BoardStep
from .chat import ChatMessage, ChatRead
from .check import DeviceCheck
from .extension import Extension, ExtensionConsent
from .file import RoomFile
from .host import HostChoice
from .notes import Notes, NotesEdit
from .participant import Participant
from .recording import Recording, RecordingConsent, RecordingFile, RecordingPart
from .room import Room
from .slides import Deck, Slide
from .surface import Surface
from .token import RoomToken

__all__ = [
    "BoardPage",
    "BoardStep",
    "ChatMessage",
    "ChatRead",
    "Deck",
    "DeviceCheck",
    "Extension",
    "ExtensionConsent",
    "HostChoice",
    "Notes",
    "NotesEdit",
    "Participant",
    "PresenceEvent",
    "QualitySample",
    "Recording",
    "RecordingConsent",
    "RecordingFile",
    "RecordingPart",
    "Room",
    "RoomFile",
    "RoomToken",
    "Slide",
    "Surface",
]
