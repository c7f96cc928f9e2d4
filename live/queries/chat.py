"""Reading what was written in a room."""

from django.db.models import QuerySet

from ..models import ChatMessage, ChatRead

PAGE = 200


def since(*, room_id: int, seq: int) -> QuerySet[ChatMessage]:
    """Return up to 200 lines after number `seq`, in order, with senders and files."""
    return _lines().filter(room_id=room_id, seq__gt=seq)[:PAGE]


def of_session(session_id: int) -> QuerySet[ChatMessage]:
    """Return all lines of a session's room, in order, with senders and files."""
    return _lines().filter(room__session_id=session_id)


def read_up_to(*, room_id: int, user_id: int) -> int:
    """Return the number of the last line somebody has read, 0 for none."""
    found = ChatRead.objects.filter(room_id=room_id, user_id=user_id)
    return found.values_list("seq", flat=True).first() or 0


def _lines() -> QuerySet[ChatMessage]:
    return ChatMessage.objects.select_related("sender", "file", "room").order_by("seq")
