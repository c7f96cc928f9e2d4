"""Raising and lowering hands: one queue a room, in the order the server heard of them."""

from django.db import transaction

from peerlearn.common.clock import now

from .. import protocol
from ..models import Participant, Room
from ..queries import hands
from . import news


@transaction.atomic
def show(*, pid: str, on: bool) -> None:
    """Put somebody in the call at the end of the queue, or take them out of it, and tell all.

    A hand that is up already keeps its place.
    """
    stays = Participant.objects.filter(pid=pid, left_at=None, admitted_at__isnull=False)
    room = (
        Room.objects.select_for_update(of=("self",), no_key=True)
        .filter(participants__in=stays)
        .first()
    )
    if room is None:
        return
    if on:
        stays.filter(hand_at=None).update(hand_at=now())
    else:
        stays.update(hand_at=None)
    _tell(room)


@transaction.atomic
def lower_all(*, session_id: int) -> None:
    """Empty the queue of a session's room, and tell all."""
    room = Room.objects.select_for_update(no_key=True).filter(session_id=session_id).first()
    if room is not None:
        Participant.objects.filter(room=room, left_at=None).update(hand_at=None)
        _tell(room)


def _tell(room: Room) -> None:
    frame = protocol.frame("hands", pids=hands.raised(room))
    news.to_inside(room.session_id, {"type": "room.told", "frame": frame})
