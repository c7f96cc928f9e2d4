"""The notes people write together."""

from channels.db import database_sync_to_async

from ..protocol import Message, frame
from ..queries import notes as queries
from ..services import notes
from .rules import Socket, admitted


@admitted
async def read(socket: Socket, message: Message) -> None:
    """Send the changes after a number, or the whole text where they do not reach back so far."""
    await socket.say(await database_sync_to_async(_since)(socket, message.data["rev"]))


def _since(socket: Socket, rev: int | None) -> dict:
    room_id = socket.stay.room_id
    edits = None
    if rev is not None:
        edits = queries.edits_after(room_id=room_id, rev=rev, most=notes.MOST_BEHIND)
    if edits is None:
        last, text = queries.standing(room_id)
        return frame("notes", rev=last, text=text)
    mine = socket.stay.user_id
    return frame("notes-log", edits=[_own(one, mine) for one in edits])


@admitted
async def edit(socket: Socket, message: Message) -> None:
    """Store a change; who made it hears its place also if it had come before."""
    socket.spend("notes", message)
    stored = await database_sync_to_async(notes.edit)(
        pid=socket.stay.pid, client_id=message.id, **message.data
    )
    await socket.say(frame("notes-edit", **_own(stored, socket.stay.user_id)))


def _own(edit: notes.NotesEdit, user_id: int) -> dict:
    return notes.shown(edit) | {"mine": edit.author_id == user_id}


HANDLERS = {"notes": read, "notes-edit": edit}
