"""Offers, answers and candidates, passed on between two people in the same call."""

from ..protocol import Message, frame
from .rules import Socket, admitted


@admitted
async def pass_on(socket: Socket, message: Message) -> None:
    """Relay sdp or ice to one peer; who it is from is the server's word."""
    data = dict(message.data)
    to = data.pop("to")
    await socket.relay(to, frame(message.t, **data, **{"from": socket.stay.pid}))


HANDLERS = {"sdp": pass_on, "ice": pass_on}
