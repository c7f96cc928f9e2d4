"""What a room's socket does with news from the channel layer."""

from datetime import datetime
from typing import Any

from peerlearn.accounts.sockets import is_over
from peerlearn.common.sockets import SIGNED_OUT

from .. import ice, protocol
from ..enums import RoomRole
from ..queries.house import seen_by


class RoomEvents:
    """Handlers of channel-layer events; mixed into the room's consumer."""

    async def room_peer(self, event: dict[str, Any]) -> None:
        """Keep the list of who is in the call, and pass the news on."""
        if not self._is_in():
            return
        pid = event["pid"]
        if pid == self.stay.pid:
            self.away = event["frame"]["t"] == "peer-away"
            return
        if event["channel"]:
            self.stay.channels[pid] = event["channel"]
        else:
            self.stay.channels.pop(pid, None)
        frame = event["frame"]
        if "peer" in frame:
            frame = frame | {"peer": frame["peer"] | {"polite": self.stay.seq > event["seq"]}}
        await self.say(frame)

    async def room_relay(self, event: dict[str, Any]) -> None:
        """Take an offer, answer or candidate from somebody in the same call only."""
        known = self._is_in() and event["frame"]["from"] in self.stay.channels
        if known and event["session"] == self.session_id and event["to"] == self.stay.pid:
            await self.say(event["frame"])

    async def room_chat(self, event: dict[str, Any]) -> None:
        """Show a line."""
        if self._is_in():
            await self.say(event["frame"] | {"mine": event["by"] == self.stay.user_id})

    async def room_board(self, event: dict[str, Any]) -> None:
        """Show what changed on the board, or which surface everybody sees now."""
        if event["frame"]["t"] == "surface":
            self.pen_until = 0.0
        if self._is_in():
            await self.say(event["frame"] | {"mine": event["by"] == self.stay.user_id})

    async def room_gift(self, event: dict[str, Any]) -> None:
        """Show a gift that was paid."""
        if self._is_in():
            await self.say(event["frame"] | {"mine": event["by"] == self.stay.user_id})

    async def room_told(self, event: dict[str, Any]) -> None:
        """Pass on what was said to the whole call."""
        if self._is_in():
            await self.say(event["frame"])

    async def room_notes(self, event: dict[str, Any]) -> None:
        """Show a change of the shared notes; who made it was told where it stands."""
        if self._is_in() and event["by"] != self.stay.user_id:
            await self.say(event["frame"] | {"mine": False})

    async def room_rec(self, event: dict[str, Any]) -> None:
        """Show how the recording stands, and what oneself said to it."""
        if self._is_in():
            said = dict(event["answers"])
            await self.say(event["frame"] | {"mine": said.get(self.stay.user_id, "")})

    async def room_presence(self, event: dict[str, Any]) -> None:
        """Show what somebody sends now."""
        if self._is_in():
            data = {key: event[key] for key in ("pid", "flags", "away")}
            await self.say(protocol.frame("presence", **data))

    async def room_lobby(self, event: dict[str, Any]) -> None:
        """Show who waits: to those who wait, and to the mentor, who also sees who is not here."""
        if self.stay is None or (self.stay.admitted and self.stay.role == RoomRole.LEARNER):
            return
        people = event["frame"]["people"]
        if self.stay.role == RoomRole.LEARNER:
            people = [p for p in people if p["here"] or p["role"] == RoomRole.MENTOR]
        await self.say(event["frame"] | {"people": people})

    async def room_house(self, event: dict[str, Any]) -> None:
        """Show how the door stands."""
        if self.stay is not None:
            await self.say(seen_by(event["frame"], self.stay.user_id))

    async def room_extension(self, event: dict[str, Any]) -> None:
        """Tell what became of a wish for more time."""
        if self._is_in():
            await self.say(protocol.frame("extension", **event["data"]))

    async def room_ways(self, event: dict[str, Any]) -> None:
        """Give TURN passwords that last until the room's new end."""
        if self._is_in():
            until = datetime.fromisoformat(event["until"])
            ways = ice.for_room(user_id=self.stay.user_id, until=until)
            await self.say(protocol.frame("ice-servers", ice_servers=ways))

    async def room_opened(self, event: dict[str, Any]) -> None:
        """The mentor started the class, or opened the door further: see whether one comes in."""
        if self.stay is not None and not self.stay.admitted:
            await self.go_in()

    async def room_ended(self, event: dict[str, Any]) -> None:
        """The session is over, or was cancelled."""
        await self.say(protocol.frame("end", reason=event["reason"]))
        await self.shut(protocol.ENDED)

    async def room_removed(self, event: dict[str, Any]) -> None:
        """Somebody was taken out of the room."""
        if self.stay is not None and event["pid"] == self.stay.pid:
            await self.say(protocol.frame("kick", reason=event["reason"]))
            await self.shut(protocol.KICKED)

    async def room_replaced(self, event: dict[str, Any]) -> None:
        """The same person joined in another tab, or on a new socket after losing this one."""
        await self.shut(protocol.REPLACED)

    async def access_ended(self, event: dict[str, Any]) -> None:
        """The person was signed out here: the account closed, or its password changed elsewhere."""
        if is_over(self.scope, event):
            await self.shut(SIGNED_OUT)

    async def push_json(self, event: dict[str, Any]) -> None:
        """Readiness said anywhere, also on a dashboard, moves the lobby."""
        payload = event["payload"]
        about_us = payload["data"].get("session") == self.session_id
        if payload["t"] == "session.ready" and about_us and self.stay:
            await self.show_lobby()

    def _is_in(self) -> bool:
        return self.stay is not None and self.stay.admitted
