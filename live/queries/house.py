"""How a room's door stands, as everybody in it sees it."""

from typing import Any

from peerlearn.common.zones import iso_utc

from ..enums import ExtensionState
from ..models import Extension, Room


def house(room: Room) -> dict[str, Any]:
    """Return {locked, auto_admit, ends_at, extension: None or who asked for what and who agreed}.

    `room` comes with its session.
    """
    return {
        "locked": room.locked,
        "auto_admit": room.auto_admit,
        "ends_at": iso_utc(room.session.ends_at),
        "extension": wish(room),
    }


def wish(room: Room) -> dict[str, Any] | None:
    """Return the open wish for more time: {id, minutes, by, agreed: names, ids}, None without one.

    `ids` are the users who agreed; `seen_by` turns them into what one person may know.
    """
    asked = Extension.objects.filter(room=room, state=ExtensionState.ASKED)
    found = asked.select_related("asked_by").prefetch_related("consents__user").first()
    if found is None:
        return None
    return {
        "id": found.pk,
        "minutes": found.minutes,
        "by": found.asked_by.name or found.asked_by.short_name,
        "agreed": [one.user.name or one.user.short_name for one in found.consents.all()],
        "ids": [one.user_id for one in found.consents.all()],
    }


def seen_by(state: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Return the state of the door for one person: whether they agreed instead of who did."""
    asked = state.get("extension")
    if not asked:
        return state
    shown = {key: value for key, value in asked.items() if key != "ids"}
    return state | {"extension": shown | {"mine": user_id in asked["ids"]}}
