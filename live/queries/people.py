"""Who is in a room, and who is awaited."""

from typing import Any

from django.db.models import QuerySet

from learning.enums import BookingState
from learning.models import Booking, Session
from peerlearn.common.clock import now
from peerlearn.common.templatetags.looks import tint
from peerlearn.common.zones import iso_utc

from ..enums import RoomRole
from ..models import DeviceCheck, Participant, Room
from ..waiting import why


def here(room: Room) -> QuerySet[Participant]:
    """Return who has joined and not left, in the order of joining."""
    return Participant.objects.filter(room=room, left_at=None).select_related("user")


def inside(room: Room) -> QuerySet[Participant]:
    """Return who is in the call."""
    return here(room).filter(admitted_at__isnull=False)


def card(participant: Participant) -> dict[str, Any]:
    """Return a person in the call as the others see them."""
    return {
        "pid": participant.pid,
        "seq": participant.seq,
        "name": participant.user.name or participant.user.short_name,
        "initials": participant.user.initials,
        "avatar": participant.user.avatar_url,
        "tint": tint(participant.user.name),
        "role": participant.role,
        "flags": participant.flags,
        "away": participant.away,
    }


def roster(session: Session) -> list[dict[str, Any]]:
    """Return the mentor and every learner with a seat, as lobby and mentor's list show them.

    {name, initials, avatar, tint, role, ready, here, pid, inside, let_in, waiting, since, check}:
    ready and here are two things, for one may say "ready" from the dashboard; `waiting` is why
    they are not in the call (a Waiting), "" for who is or is not here; `check` how their devices
    did, "" untried.
    """
    stays = Participant.objects.filter(room__session=session, left_at=None).select_related("room")
    present = {stay.user_id: stay for stay in stays}
    mentor_here = session.mentor.user_id in present
    checks = dict(DeviceCheck.objects.filter(session=session).values_list("user_id", "verdict"))
    seats = Booking.objects.filter(session=session, state=BookingState.CONFIRMED)
    people = [(session.mentor.user, RoomRole.MENTOR, session.mentor_ready_at)]
    people += [
        (seat.learner, RoomRole.LEARNER, seat.ready_at)
        for seat in seats.select_related("learner").order_by("confirmed_at", "pk")
    ]
    return [
        {
            "name": user.name or user.short_name,
            "initials": user.initials,
            "avatar": user.avatar_url,
            "tint": tint(user.name),
            "role": role,
            "ready": ready_at is not None,
            "here": user.pk in present and not present[user.pk].away,
            "check": checks.get(user.pk, ""),
            **_standing(session, present.get(user.pk), mentor_here),
        }
        for user, role, ready_at in people
    ]


def _standing(session: Session, stay: Participant | None, mentor_here: bool) -> dict[str, Any]:
    if stay is None:
        return {"pid": "", "inside": False, "let_in": False, "waiting": "", "since": ""}
    inside, let_in = stay.admitted_at is not None, stay.let_in_at is not None
    reason = why(
        state=stay.room.state,
        locked=stay.room.locked,
        let_in=let_in,
        mentor_here=mentor_here,
        starts_at=session.starts_at,
        now=now(),
    )
    waits = stay.role == RoomRole.LEARNER and not inside
    return {
        "pid": stay.pid,
        "inside": inside,
        "let_in": let_in,
        "waiting": reason if waits else "",
        "since": iso_utc(stay.joined_at),
    }
