"""Seat counts as open pages show them."""

from collections.abc import Iterable

from learning.queries import sessions


def counts(session_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return {id: {session, taken, capacity, left}} for those of `session_ids` anybody may find."""
    rows = sessions.visible().filter(pk__in=list(session_ids))
    return {
        pk: {"session": pk, "taken": taken, "capacity": capacity, "left": max(0, capacity - taken)}
        for pk, taken, capacity in rows.values_list("pk", "seats_taken", "capacity")
    }
