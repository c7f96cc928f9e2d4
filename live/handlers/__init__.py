"""What a room does with each message: one topic a file, permission at the top of each command."""

from . import (
    admission,
    board,
    chat,
    extension,
    host,
    notes,
    presence,
    record,
    signal,
    signs,
    surface,
)
from .rules import Handler

HANDLERS: dict[str, Handler] = {
    **signal.HANDLERS,
    **chat.HANDLERS,
    **notes.HANDLERS,
    **presence.HANDLERS,
    **host.HANDLERS,
    **signs.HANDLERS,
    **admission.HANDLERS,
    **extension.HANDLERS,
    **board.HANDLERS,
    **surface.HANDLERS,
    **record.HANDLERS,
}
