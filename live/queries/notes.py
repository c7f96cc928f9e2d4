"""Reading what a room wrote together."""

from ..models import Notes, NotesEdit


def text_of(session_id: int) -> str:
    """Return the shared notes of a session, "" if nobody wrote any. Plain text, never HTML."""
    found = Notes.objects.filter(room__session_id=session_id)
    return found.values_list("text", flat=True).first() or ""


def standing(room_id: int) -> tuple[int, str]:
    """Return (rev, text) of a room's notes as they are now; (0, "") before the first letter."""
    found = Notes.objects.filter(room_id=room_id).values_list("rev", "text").first()
    return found or (0, "")


def edits_after(*, room_id: int, rev: int, most: int) -> list[NotesEdit] | None:
    """Return the changes after number `rev` in order; None if they are too many or not kept."""
    last, _text = standing(room_id)
    if rev > last or last - rev > most:
        return None
    edits = NotesEdit.objects.filter(notes__room_id=room_id, rev__gt=rev, rev__lte=last)
    found = list(edits.select_related("author").order_by("rev"))
    return found if len(found) == last - rev else None
