"""Sockets for tests without a server."""

from channels.testing import WebsocketCommunicator

# On a busy machine a frame comes late; only one that never comes is a fault.
PATIENCE = 30


class Socket(WebsocketCommunicator):
    """The application's end of a WebSocket, which waits as long as a busy machine needs."""

    async def receive_output(self, timeout=PATIENCE):
        """Return the next event the application sends."""
        return await super().receive_output(max(timeout, PATIENCE))
