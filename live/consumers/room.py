"""The room's socket: connect, hello, admit, dispatch, leave. What messages mean is in handlers/."""

import asyncio
import json
import time
from collections import deque
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from peerlearn.accounts.models import User
from peerlearn.accounts.sockets import is_logged_in
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.sockets import SIGNED_OUT
from peerlearn.notifications.groups import user as user_group

from .. import groups, protocol
from ..call_hub import call_hub
from ..enums import LeftReason, RoomRole
from ..handlers import HANDLERS
from ..limits import Limits
from ..protocol import Message, Refused
from ..pulse import pulse
from ..services import entry, news, presence, tokens
from .events import RoomEvents

HELLO_SECONDS = 5
MAX_STRIKES = 3
CLEAN = (1000, 1001)
# Refusals at the door, and the close code that tells a client not to knock again by itself.
DOOR = {"ended": protocol.ENDED, "cancelled": protocol.ENDED, "removed": protocol.KICKED}


class RoomConsumer(RoomEvents, AsyncWebsocketConsumer):
    """`/ws/room/<session id>/`: one socket a person; what must last is in the database."""

    stay: entry.Stay | None = None

    async def connect(self) -> None:
        """Accept, and wait five seconds for a hello: tokens in a URL would land in access logs."""
        self.session_id: int = int(self.scope["url_route"]["kwargs"]["session_id"])
        self.limits = Limits()
        self.strikes = 0
        self.pen_until = 0.0
        # News of the call that came while the database still works on letting this socket in.
        self.early: deque[dict[str, Any]] | None = None
        self.joined: list[str] = []
        self.away = self.closing = False
        await self.accept()
        self.waiting = asyncio.create_task(self._wait_for_hello())

    async def _wait_for_hello(self) -> None:
        await asyncio.sleep(HELLO_SECONDS)
        await self.shut(protocol.UNKNOWN)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Read one message and let its handler act; whatever is refused is said, not raised."""
        if self.closing:
            return
        id = ""
        try:
            if not self.limits.take("any", time.monotonic()):
                raise Refused("slow_down")
            message = protocol.parse(text_data)
            id = message.id
            await self._dispatch(message)
        except Refused as refused:
            await self.refuse(refused)
        except DomainError as error:
            await self.refuse(Refused(error.code, id, str(error.message)))

    async def _dispatch(self, message: Message) -> None:
        if message.t == "hello":
            await self._hello(message)
            return
        if self.stay is None:
            raise Refused("hello_first", message.id)
        await self._heard()
        await HANDLERS[message.t](self, message)

    async def _hello(self, message: Message) -> None:
        if self.stay is not None:
            raise Refused("bad_field", message.id)
        self.waiting.cancel()
        # In the groups first, so that nothing said while the database works is missed.
        await self._join(groups.room(self.session_id))
        await self._listen()
        try:
            self.stay = await database_sync_to_async(self._enter)(message)
        except (Refused, DomainError) as error:
            await self.refuse(Refused(error.code, message.id, str(error.message)))
            await self.shut(DOOR.get(error.code, protocol.UNKNOWN))
            return
        await self._welcome()

    def _enter(self, message: Message) -> entry.Stay:
        viewer = self.scope.get("user")
        stranger = viewer is None or not viewer.is_authenticated
        if not stranger and not is_logged_in(self.scope):
            raise Refused("bad_token")
        common = {
            "session_id": self.session_id,
            "channel": self.channel_name,
            "viewer_id": None if stranger else viewer.pk,
        }
        key, token = message.data["resume_key"], message.data["token"]
        if key:
            stay = entry.resume(resume_key=key, **common)
        else:
            stay = entry.enter(token=token or "", **common)
        self.user = User.objects.get(pk=stay.user_id)
        return stay

    async def _welcome(self) -> None:
        stay = self.stay
        await self._join(user_group(stay.user_id))
        # What ended before we were in the group was not heard.
        if not await database_sync_to_async(tokens.is_good)(pid=stay.pid):
            await self.shut(SIGNED_OUT)
            return
        if stay.replaced and stay.replaced != self.channel_name:
            await self.channel_layer.send(stay.replaced, {"type": "room.replaced"})
        await self.say(protocol.frame("welcome", resumed=stay.resumed, now=stamp(), **stay.view))
        await self._catch_up()
        pulse().beat(stay.pid)
        if not stay.admitted or stay.role == RoomRole.MENTOR:
            await self.show_lobby()

    async def show_lobby(self) -> None:
        """Send the list of who waits."""
        await self.room_lobby(await database_sync_to_async(news.lobby_event)(self.session_id))

    async def go_in(self) -> None:
        """Enter the call from the lobby."""
        await self._listen()
        stay = await database_sync_to_async(entry.go_in)(pid=self.stay.pid)
        if stay is not None:
            self.stay = stay
            await self.say(protocol.frame("admitted", now=stamp(), **stay.view))
        await self._catch_up()

    async def _listen(self) -> None:
        self.early = deque()
        await call_hub().enter(self.session_id, self)

    async def _catch_up(self) -> None:
        """Hear what came while the database worked; who is not in the call hears nothing of it."""
        if not self.stay.admitted:
            await call_hub().leave(self)
            self.early = None
            return
        while self.early:
            await self._take(self.early.popleft())
        self.early = None

    async def hear(self, event: dict[str, Any]) -> None:
        """Take news of the call, in its order; the same event goes to others, too."""
        if self.closing:
            return
        if self.early is not None:
            self.early.append(event)
            return
        await self._take(event)

    async def _take(self, event: dict[str, Any]) -> None:
        await getattr(self, event["type"].replace(".", "_"))(event)

    async def _heard(self) -> None:
        pulse().beat(self.stay.pid)
        if self.away:
            self.away = False
            await database_sync_to_async(presence.back)(pid=self.stay.pid)

    async def say(self, frame: dict[str, Any]) -> None:
        """Send a frame to this client."""
        if not self.closing:
            await self.send(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    async def relay(self, pid: str, frame: dict[str, Any]) -> None:
        """Send a frame to one other client in the same call, by its channel and not a group."""
        channel = self.stay.channels.get(pid)
        if not channel:
            raise Refused("no_such_peer")
        event = {"type": "room.relay", "session": self.session_id, "to": pid, "frame": frame}
        await self.channel_layer.send(channel, event)

    async def tell(self, frame: dict[str, Any]) -> None:
        """Send a frame to everybody in the call, this client too; nothing of it is kept."""
        news.say_inside(self.session_id, {"type": "room.told", "frame": frame})

    def spend(self, kind: str, message: Message) -> None:
        """Use up one message of a kind of limits.RATES; raises Refused("slow_down")."""
        if not self.limits.take(kind, time.monotonic()):
            raise Refused("slow_down", message.id)

    async def refuse(self, refused: Refused) -> None:
        """Say what was not accepted; three faults of a program close the socket."""
        await self.say(protocol.error(refused))
        if refused.code in protocol.STRIKES:
            self.strikes += 1
            if self.strikes >= MAX_STRIKES:
                await self.shut(protocol.FLOODED)

    async def shut(self, code: int) -> None:
        """Close the socket once."""
        if not self.closing:
            self.closing = True
            await self.close(code)

    async def disconnect(self, code: int) -> None:
        """A goodbye ends the stay at once; a lost socket keeps its lease and may resume."""
        self.closing = True
        self.waiting.cancel()
        for group in self.joined:
            await self.channel_layer.group_discard(group, self.channel_name)
        await call_hub().leave(self)
        if self.stay is not None:
            await pulse().leave(self.stay.pid)
        if self.stay is not None and code in CLEAN:
            await database_sync_to_async(presence.leave)(
                pid=self.stay.pid, reason=LeftReason.LEFT, channel=self.channel_name
            )

    async def _join(self, group: str) -> None:
        if group not in self.joined:
            self.joined.append(group)
            await self.channel_layer.group_add(group, self.channel_name)


def stamp() -> int:
    """Return the server's clock in milliseconds since the epoch, for the room's timer."""
    return int(now().timestamp() * 1000)
