"""Reading what was written in a room."""

from django.db.models import QuerySet

from ..models import ChatMessage

PAGE = 200


def since(*, room_id: int, seq: int) -> QuerySet[ChatMessage]:
    """Return up to 200 lines after number `seq`, in order, with their senders."""
    lines = ChatMessage.objects.filter(room_id=room_id, seq__gt=seq).select_related("sender")
    return lines.order_by("seq")[:PAGE]
