"""The socket behind the bell: one for each open page of somebody logged in."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from peerlearn.accounts.sockets import is_logged_in, is_over, user_ids
from peerlearn.common.sockets import SIGNED_OUT

from . import groups


class NoticesConsumer(AsyncJsonWebsocketConsumer):
    """`/ws/notices/`: sends frames pushed to the person; listens to nothing."""

    async def connect(self) -> None:
        """Accept somebody logged in; close 4401 for anybody else."""
        await self.accept()
        # In the group first: a login that ends while we look is heard.
        self.joined = [groups.user(pk) for pk in user_ids(self.scope)]
        for group in self.joined:
            await self.channel_layer.group_add(group, self.channel_name)
        if not await database_sync_to_async(is_logged_in)(self.scope):
            await self.close(4401)
            return
        await self.send_json({"v": 1, "t": "hello", "data": {}})

    async def disconnect(self, code: int) -> None:
        """Leave the groups."""
        for group in getattr(self, "joined", []):
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Answer a ping, so that a page can tell a dead connection; ignore the rest."""
        if isinstance(content, dict) and content.get("t") == "ping":
            await self.send_json({"v": 1, "t": "pong", "data": {}})

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        """Take what is not JSON for an empty message."""
        try:
            return await super().decode_json(text_data)
        except ValueError:
            return {}

    async def push_json(self, event: dict[str, Any]) -> None:
        """Forward a frame from `push`."""
        await self.send_json(event["payload"])

    async def access_ended(self, event: dict[str, Any]) -> None:
        """Hang up: this session is over."""
        if is_over(self.scope, event):
            await self.close(SIGNED_OUT)
