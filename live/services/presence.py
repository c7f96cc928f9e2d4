"""Coming, being there, and going: each stay in a room is a lease that pings keep alive."""

import secrets
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from learning.services import attendance
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import NotFound

from ..enums import LeftReason, PresenceKind, RoomRole
from ..models import Participant, Room
from ..protocol import ERRORS
from . import attendance as log
from . import extension, locks, news, recordings, tokens

MAX_VIDEO = 4
# Who waited so long at a class that ran has not missed it: they were kept out.
PATIENCE = timedelta(minutes=1)
SEEN_KEPT = 600
NO_FLAGS = {"mic": False, "cam": False, "screen": False}


def begin_stay(*, room: Room, user: User, role: str, channel: str) -> tuple[Participant, str]:
    """Give somebody a place in a room; returns it and the channel of a socket it replaces, or "".

    The caller holds the room's lock.
    """
    replaced = ""
    for old in Participant.objects.filter(room=room, user=user, left_at=None):
        replaced = old.channel
        end_stay(old, reason=LeftReason.REPLACED, at=now())
        news.peer(room.session_id, "peer-left", old, reason=LeftReason.REPLACED)
    room.last_seq += 1
    room.save(update_fields=["last_seq"])
    stay = Participant.objects.create(
        room=room,
        user=user,
        role=role,
        pid=secrets.token_hex(8),
        seq=room.last_seq,
        channel=channel,
        flags=NO_FLAGS,
        joined_at=now(),
        last_seen_at=now(),
    )
    log.note(stay, PresenceKind.KNOCKED)
    return stay, replaced


def admit(stay: Participant) -> None:
    """Let a stay into the call of an open room; from here on it counts as attendance."""
    if stay.admitted_at is not None:
        return
    stay.admitted_at = now()
    stay.save(update_fields=["admitted_at"])
    attendance.joined(session_id=stay.room.session_id, user_id=stay.user_id)
    log.note(stay, PresenceKind.JOINED)
    news.peer(stay.room.session_id, "peer-joined", stay)
    recordings.follow(room_id=stay.room_id)


def end_stay(stay: Participant, *, reason: str, at: datetime) -> bool:
    """Close a stay at a moment and report the seconds in the call; False if it had ended.

    The caller holds the room's lock.
    """
    seconds = int((at - stay.admitted_at).total_seconds()) if stay.admitted_at else 0
    ended = Participant.objects.filter(pk=stay.pk, left_at=None).update(
        left_at=at, left_reason=reason, seconds=max(0, seconds)
    )
    if not ended:
        return False
    log.note(stay, PresenceKind.LEFT, reason=reason, at=at)
    if stay.admitted_at:
        attendance.left(session_id=stay.room.session_id, user_id=stay.user_id, seconds=seconds)
        recordings.follow(room_id=stay.room_id)
    elif _kept_waiting(stay, reason, at):
        attendance.kept_out(session_id=stay.room.session_id, user_id=stay.user_id)
    return True


def _kept_waiting(stay: Participant, reason: str, at: datetime) -> bool:
    """Tell whether somebody never let in was sent away, or had waited while the class ran."""
    room = Room.objects.get(pk=stay.room_id)
    if stay.role != RoomRole.LEARNER or room.opened_at is None:
        return False
    return reason == LeftReason.DENIED or at - max(stay.joined_at, room.opened_at) >= PATIENCE


@transaction.atomic
def leave(*, pid: str, reason: str, channel: str | None = None, at: datetime | None = None) -> bool:
    """End a stay and tell the others. With `channel` only if that socket is still the one they use.

    Returns whether the stay ended by this call.
    """
    stays = Participant.objects.select_related("room", "user").filter(pid=pid, left_at=None)
    session_id = stays.values_list("room__session_id", flat=True).first()
    if session_id is None:
        return False
    locks.room_of(session_id)
    stay = stays.first() if channel is None else stays.filter(channel=channel).first()
    if stay is None or not end_stay(stay, reason=reason, at=at or now()):
        return False
    if stay.admitted_at:
        news.peer(session_id, "peer-left", stay, reason=reason)
    news.lobby(session_id)
    # Who has gone does not hold up what the others agree to.
    transaction.on_commit(lambda: extension.look_again(session_id=session_id), robust=True)
    return True


@transaction.atomic
def remove(*, session_id: int, user_id: int, reason: str) -> bool:
    """Take somebody out of a room and close their socket; their tickets are worthless."""
    locks.made_room_of(session_id)
    tokens.revoke(user_id=user_id, session_id=session_id)
    stay = Participant.objects.filter(
        room__session_id=session_id, user_id=user_id, left_at=None
    ).first()
    if stay is None or not leave(pid=stay.pid, reason=reason):
        return False
    news.to_room(session_id, {"type": "room.removed", "pid": stay.pid, "reason": reason})
    return True


def kick(*, session_id: int, pid: str) -> None:
    """Remove somebody at the mentor's word, for good; raises NotFound("no_such_peer")."""
    stay = Participant.objects.filter(
        room__session_id=session_id, pid=pid, left_at=None, role=RoomRole.LEARNER
    ).first()
    if stay is None:
        raise NotFound("no_such_peer", ERRORS["no_such_peer"])
    remove(session_id=session_id, user_id=stay.user_id, reason=LeftReason.KICKED)


@transaction.atomic
def set_flags(*, pid: str, flags: dict[str, bool]) -> dict[str, bool]:
    """Store and tell what somebody sends: {mic, cam, screen}, full state.

    Returns what was granted: camera and screen stay off while four others send video.
    """
    room_id = Participant.objects.values_list("room_id", flat=True).get(pid=pid)
    room = Room.objects.select_for_update(no_key=True).get(pk=room_id)
    stays = Participant.objects.filter(room=room, left_at=None, admitted_at__isnull=False)
    sending = sum(1 for stay in stays if stay.pid != pid and _video(stay.flags))
    if sending >= MAX_VIDEO:
        flags = flags | {"cam": False, "screen": False}
    stays.filter(pid=pid).update(flags=flags)
    presence = {"type": "room.presence", "pid": pid, "flags": flags, "away": False}
    news.to_inside(room.session_id, presence)
    return flags


def _video(flags: dict[str, bool]) -> bool:
    return bool(flags.get("cam") or flags.get("screen"))


@transaction.atomic
def back(*, pid: str) -> None:
    """Note that somebody who was away is heard of again, and tell the others."""
    stay = Participant.objects.select_related("room").filter(pid=pid, left_at=None).first()
    if stay is None or not stay.away:
        return
    Participant.objects.filter(pk=stay.pk).update(away=False, last_seen_at=now())
    log.note(stay, PresenceKind.BACK)
    event = {"type": "room.presence", "pid": pid, "flags": stay.flags, "away": False}
    news.to_inside(stay.room.session_id, event)


def seen_key(pid: str) -> str:
    """Return where the cache keeps when a stay was last heard of (seconds since the epoch)."""
    return f"live:seen:{pid}"


def note_seen(heard: dict[str, float], rows: list[str]) -> None:
    """Keep in the cache when stays were heard of, {pid: seconds since the epoch}.

    The stays in `rows` are written down, too: that outlives the cache.
    """
    cache.set_many({seen_key(pid): moment for pid, moment in heard.items()}, SEEN_KEPT)
    if rows:
        renew(Participant.objects.filter(pid__in=rows, left_at=None))


@transaction.atomic
def renew(stays: QuerySet[Participant]) -> int:
    """Note that stays are heard of now; returns how many.

    A row that somebody else changes this moment is left out: who waited for several at once could
    wait for one who waits for them, and the next time comes soon.
    """
    free = stays.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True)
    return Participant.objects.filter(pk__in=list(free)).update(last_seen_at=now())
