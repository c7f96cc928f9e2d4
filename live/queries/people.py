"""Who is in a room, and who is awaited."""

from typing import Any

from django.db.models import QuerySet

from learning.enums import BookingState
from learning.models import Booking, Session
from peerlearn.common.templatetags.looks import tint

from ..enums import RoomRole
from ..models import Participant, Room


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
    """Return the mentor and every learner with a seat: {name, avatar, role, ready, here, pid}.

    Ready and here are two things: one may say "ready" from the dashboard.
    """
    present = {
        stay.user_id: stay
        for stay in Participant.objects.filter(room__session=session, left_at=None)
    }
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
            "pid": present[user.pk].pid if user.pk in present else "",
        }
        for user, role, ready_at in people
    ]
