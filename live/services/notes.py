"""The notes a room writes together: each change is put after those that came before it."""

from typing import Any

from django.db import transaction
from django.db.models import F

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict

from ..enums import RoomState
from ..models import Notes, NotesEdit, Participant, Room
from ..protocol import Refused, frame
from ..queries import notes as queries
from ..text_ops import MOST_LETTERS, Op, apply, rebase, units
from . import news

MOST_BEHIND = 2000


@transaction.atomic
def edit(*, pid: str, client_id: str, rev: int, op: Op) -> NotesEdit:
    """Store a change made of the text as it was at `rev`, and tell the call.

    The same `client_id` again is the same change. Raises Refused("bad_field") for a change that
    does not fit its text, Refused("notes_full"), Refused("notes_stale"), Conflict("room_closed").
    """
    stay = Participant.objects.select_related("user").get(pid=pid)
    room = Room.objects.select_for_update(no_key=True).get(pk=stay.room_id)
    notes, _made = Notes.objects.get_or_create(room=room, defaults={"changed_at": now()})
    mine = NotesEdit.objects.filter(notes=notes, author=stay.user).select_related("author")
    if known := mine.filter(client_id=client_id).first():
        return known
    if room.state != RoomState.OPEN:
        raise Conflict("room_closed", "This room is closed.")
    if rev > notes.rev:
        raise Refused("bad_field", client_id)
    op = _in_order(room, rev, op, client_id)
    _write(notes, op, client_id)
    notes.writers.add(stay.user)
    stored = NotesEdit.objects.create(
        notes=notes,
        rev=notes.rev,
        author=stay.user,
        client_id=client_id,
        op=op,
        created_at=now(),
    )
    event = {
        "type": "room.notes",
        "frame": frame("notes-edit", **shown(stored)),
        "by": stay.user_id,
    }
    news.to_inside(room.session_id, event)
    return stored


def _in_order(room: Room, rev: int, op: Op, client_id: str) -> Op:
    before = queries.edits_after(room_id=room.pk, rev=rev, most=MOST_BEHIND)
    if before is None:
        raise Refused("notes_stale", client_id)
    for earlier in before:
        op = rebase(op, earlier.op)
    return op


def _write(notes: Notes, op: Op, client_id: str) -> None:
    try:
        text = apply(notes.text, op)
    except ValueError as error:
        raise Refused("bad_field", client_id) from error
    if units(text) > MOST_LETTERS and len(text) > len(notes.text):
        raise Refused("notes_full", client_id)
    notes.text, notes.rev, notes.changed_at = text, notes.rev + 1, now()
    notes.save(update_fields=["text", "rev", "changed_at"])


def shown(edit: NotesEdit) -> dict[str, Any]:
    """Return a change as sockets carry it; the receiving socket adds whether it is one's own."""
    name = edit.author.name or edit.author.short_name if edit.author else ""
    return {"id": edit.client_id, "rev": edit.rev, "op": edit.op, "from": name}


def settle(room: Room) -> None:
    """Forget how a closed room's notes came about; the text stays. In a transaction."""
    NotesEdit.objects.filter(notes__room=room).delete()


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take somebody's name off all notes; what nobody else wrote in goes."""
    for notes in Notes.objects.filter(writers=user_id).select_for_update(no_key=True):
        notes.writers.remove(user_id)
        if not notes.writers.exists():
            # A page that still has the text is told to read it anew: its changes are not kept.
            NotesEdit.objects.filter(notes=notes).delete()
            Notes.objects.filter(pk=notes.pk).update(text="", rev=F("rev") + 1)
    NotesEdit.objects.filter(author_id=user_id).update(author=None)
