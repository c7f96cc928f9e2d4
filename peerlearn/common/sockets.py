"""What sockets of every app share."""

from channels.generic.websocket import AsyncWebsocketConsumer


class NoSuchSocket(AsyncWebsocketConsumer):
    """Close politely where no socket lives; URLRouter would raise instead."""

    async def connect(self) -> None:
        """Refuse with 4404."""
        await self.accept()
        await self.close(4404)
