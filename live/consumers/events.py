"""What a room's socket does with news from the channel layer."""

from typing import Any

from peerlearn.accounts.sockets import is_over
from peerlearn.common.sockets import SIGNED_OUT

from .. import protocol
from ..enums import RoomRole


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

    async def room_presence(self, event: dict[str, Any]) -> None:
        """Show what somebody sends now."""
        if self._is_in():
            data = {key: event[key] for key in ("pid", "flags", "away")}
            await self.say(protocol.frame("presence", **data))

    async def room_lobby(self, event: dict[str, Any]) -> None:
        """Show who waits; learners who are not here yet only to the mentor."""
        if self.stay is None or self.stay.admitted:
            return
        people = event["frame"]["people"]
        if self.stay.role == RoomRole.LEARNER:
            people = [p for p in people if p["here"] or p["role"] == RoomRole.MENTOR]
        await self.say(event["frame"] | {"people": people})

    async def room_opened(self, event: dict[str, Any]) -> None:
        """The mentor started the class."""
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
        if payload["t"] == "session.ready" and about_us and self.stay and not self.stay.admitted:
            await self.show_lobby()

    def _is_in(self) -> bool:
        return self.stay is not None and self.stay.admitted
