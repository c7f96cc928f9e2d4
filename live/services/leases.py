"""Who has not been heard of: away after 8 seconds, gone after 45 (a mentor after 120).

A socket that dies with its process never says goodbye, so a sweep looks at leases instead.
"""

from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db import transaction

from peerlearn.common.clock import now

from ..enums import LeftReason, PresenceKind, RoomRole
from ..models import Participant
from . import attendance, news, presence

AWAY = timedelta(seconds=8)
GONE = {RoomRole.LEARNER: timedelta(seconds=45), RoomRole.MENTOR: timedelta(seconds=120)}
WRITE_EVERY = timedelta(seconds=15)
LIMIT = 500


def sweep() -> tuple[int, int]:
    """Mark the silent as away and end the stays of the lost; returns how many of each."""
    silent = now() - AWAY
    stays = list(
        Participant.objects.filter(left_at=None, last_seen_at__lt=silent)
        .select_related("room", "user")
        .order_by("last_seen_at")[:LIMIT]
    )
    heard = cache.get_many([presence.seen_key(stay.pid) for stay in stays])
    away = gone = 0
    for stay in stays:
        seen = _last_heard(stay, heard.get(presence.seen_key(stay.pid)))
        if now() - seen >= GONE[RoomRole(stay.role)]:
            gone += presence.leave(pid=stay.pid, reason=LeftReason.LOST, at=seen)
        elif now() - seen >= AWAY and not stay.away:
            away += _mark_away(stay)
    return away, gone


def renew() -> int:
    """Begin the lease of everybody in a room anew; returns how many they are.

    A server or worker does so when it starts: while it was off nobody could be heard.
    """
    return presence.renew(Participant.objects.filter(left_at=None))


def _last_heard(stay: Participant, cached: float | None) -> datetime:
    if cached is not None:
        return max(stay.last_seen_at, datetime.fromtimestamp(cached, UTC))
    # The cache was emptied; the row may be as old as its writing interval.
    return min(now(), stay.last_seen_at + WRITE_EVERY)


@transaction.atomic
def _mark_away(stay: Participant) -> int:
    marked = Participant.objects.filter(pk=stay.pk, left_at=None, away=False).update(away=True)
    if marked:
        attendance.note(stay, PresenceKind.AWAY)
    if marked and stay.admitted_at:
        news.peer(stay.room.session_id, "peer-away", stay)
    elif marked:
        news.lobby(stay.room.session_id)
    return marked
