"""What a room does with each message: one topic a file, permission at the top of each command."""

from . import chat, host, presence, signal
from .rules import Handler

HANDLERS: dict[str, Handler] = {
    **signal.HANDLERS,
    **chat.HANDLERS,
    **presence.HANDLERS,
    **host.HANDLERS,
}
