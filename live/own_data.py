"""The rooms' part of a data export."""

from typing import Any

from django.db.models import F

from peerlearn.accounts.exports import Part, register
from peerlearn.accounts.models import User

from .models import ChatMessage, Participant


def collect(user: User) -> dict[str, Any]:
    """Return what somebody wrote in rooms and when they were there."""
    lines = ChatMessage.objects.filter(sender=user).order_by("created_at")
    stays = Participant.objects.filter(user=user).order_by("joined_at")
    session = F("room__session_id")
    return {
        "messages": list(lines.values("text", "created_at", session=session)),
        "stays": list(stays.values("joined_at", "left_at", "seconds", session=session)),
    }


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("rooms", collect))
