"""Tables of live."""

from .chat import ChatMessage
from .participant import Participant
from .room import Room
from .token import RoomToken

__all__ = ["ChatMessage", "Participant", "Room", "RoomToken"]
