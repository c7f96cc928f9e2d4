"""What sockets of every app share."""

from channels.generic.websocket import AsyncWebsocketConsumer

# Closes a socket whose person was signed out: a page must not come back by itself.
SIGNED_OUT = 4403


class NoSuchSocket(AsyncWebsocketConsumer):
    """Close politely where no socket lives; URLRouter would raise instead."""

    async def connect(self) -> None:
        """Refuse with 4404."""
        await self.accept()
        await self.close(4404)
