"""The mentor's door: who waits, who is let in, and whether the room is locked."""

from django.db import transaction
from django.db.models import QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import NotFound

from ..enums import LeftReason, RoomRole, RoomState
from ..models import HostChoice, Participant, Room
from ..protocol import ERRORS
from . import news, presence


def lets_in(stay: Participant) -> bool:
    """Tell whether the room of a stay takes it into the call now. Reads only.

    The mentor always comes in, and so does whoever was in before or was let in by name; who was
    sent away waits for the mentor's word.
    """
    room = stay.room
    if room.state != RoomState.OPEN:
        return False
    if stay.role == RoomRole.MENTOR or stay.let_in_at is not None:
        return True
    earlier = Participant.objects.filter(room=room, user_id=stay.user_id).order_by("-seq")
    for one in earlier.only("let_in_at", "admitted_at", "left_reason"):
        if one.left_reason == LeftReason.DENIED:
            return False
        if one.let_in_at is not None or one.admitted_at is not None:
            return True
    return room.auto_admit and not room.locked


@transaction.atomic
def admit(*, session_id: int, pid: str | None) -> int:
    """Let in who waits, by the mentor's word: one person, or everybody with None.

    Before the class has begun it holds for when it does. Returns how many; raises
    NotFound("no_such_peer") if that person does not wait (any more).
    """
    waiting = _waiting(session_id)
    if pid is not None:
        waiting = waiting.filter(pid=pid)
    let_in = waiting.filter(let_in_at=None).update(let_in_at=now())
    if pid is not None and not let_in and not waiting.exists():
        raise NotFound("no_such_peer", ERRORS["no_such_peer"])
    _look_again(session_id)
    return let_in


@transaction.atomic
def deny(*, session_id: int, pid: str) -> None:
    """Send somebody away who waits; they may ask again. Raises NotFound("no_such_peer")."""
    stay = _waiting(session_id).filter(pid=pid).first()
    if stay is None or not presence.leave(pid=pid, reason=LeftReason.DENIED):
        raise NotFound("no_such_peer", ERRORS["no_such_peer"])
    event = {"type": "room.removed", "pid": pid, "reason": LeftReason.DENIED}
    news.to_room(session_id, event)


@transaction.atomic
def set_lock(*, session_id: int, on: bool) -> None:
    """Lock the room, so that whoever comes waits until let in by name, or unlock it."""
    Room.objects.filter(session_id=session_id).update(locked=on)
    _look_again(session_id)


@transaction.atomic
def set_auto_admit(*, session_id: int, actor: User, on: bool) -> None:
    """Let everybody with a seat come straight in, or each only by the mentor's word.

    It is kept as the mentor's choice for their next rooms.
    """
    HostChoice.objects.update_or_create(user=actor, defaults={"auto_admit": on})
    Room.objects.filter(session_id=session_id).update(auto_admit=on)
    _look_again(session_id)


def _waiting(session_id: int) -> QuerySet[Participant]:
    return Participant.objects.filter(
        room__session_id=session_id, left_at=None, admitted_at=None, role=RoomRole.LEARNER
    )


def _look_again(session_id: int) -> None:
    # Each socket that waits asks whether it comes in now.
    news.to_room(session_id, {"type": "room.opened"})
    news.house(session_id)
    news.lobby(session_id)
