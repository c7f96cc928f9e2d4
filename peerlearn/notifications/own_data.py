"""Notifications' part of a data export."""

from typing import Any

from peerlearn.accounts.exports import Part, register
from peerlearn.accounts.models import User

from .models import Notice


def collect(user: User) -> dict[str, Any]:
    """Return what somebody was told."""
    told = Notice.objects.filter(user=user).order_by("created_at")
    return {"notices": list(told.values("kind", "title", "body", "url", "created_at", "read_at"))}


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("notifications", collect))
