"""What of a room can be reported."""

from django.utils.translation import gettext_lazy as _

from learning.reportables import Kind, Thing, register
from peerlearn.accounts.models import User

from .models import ChatMessage, Participant


def find_line(user: User, ref: int) -> Thing | None:
    """Return a line of the chat of a room the user was in."""
    line = ChatMessage.objects.select_related("sender", "room__session").filter(pk=ref).first()
    if line is None or not Participant.objects.filter(room=line.room, user=user).exists():
        return None
    session = line.room.session
    return Thing(line.sender, session.title, line.text, session.get_absolute_url())


def register_kinds() -> None:
    """Make lines of the chat known; called once, when the apps are ready."""
    register(Kind("chat", _("Line in a room's chat"), find_line))
