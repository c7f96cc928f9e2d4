"""Who has a hand up, first to last."""

from ..models import Participant, Room


def raised(room: Room) -> list[str]:
    """Return the pids of the hands that are up in a call, in the order they were raised."""
    stays = Participant.objects.filter(room=room, left_at=None, hand_at__isnull=False)
    return list(stays.order_by("hand_at", "seq").values_list("pid", flat=True))
