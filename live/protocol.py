"""The language of the room's socket: names, parsing, refusing. Pure.

Every message is a JSON object {v: 1, t: type, id?, ...}; the server sets from, seq and ts itself
and drops fields it does not know. A new message is one more row in CLIENT.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
MAX_FRAME = 64 * 1024
MAX_SDP = 32 * 1024
MAX_ICE = 1024
MAX_CHAT = 2000
MAX_GEN = 1_000_000
MAX_SEQ = 2**53

# Close codes after which a client must not come back by itself.
REPLACED, KICKED, ENDED, UNKNOWN, FULL, FLOODED = 4001, 4003, 4004, 4401, 4409, 4429

ERRORS = {
    "bad_json": "That was not a message this room understands.",
    "bad_field": "Part of that message was missing or wrong.",
    "unknown_type": "This room does not know that message.",
    "frame_too_big": "That message is too big.",
    "too_long": f"A chat message holds at most {MAX_CHAT} characters.",
    "slow_down": "That was too fast. Wait a moment.",
    "not_admitted": "You are still in the lobby.",
    "not_mentor": "Only the mentor can do that.",
    "no_such_peer": "That person is not in this room.",
    "hello_first": "The room does not know you yet.",
    "bad_token": "This way into the room is used up. Join again.",
    "resume_lost": "You were away too long. Join again.",
    "video_full": "Four people already send video here. Your camera stays off.",
}
# Faults of a program rather than of a person: three of them close the socket.
STRIKES = frozenset({"bad_json", "bad_field", "unknown_type", "frame_too_big", "slow_down"})


class Refused(Exception):
    """A message was not accepted; `code` is a key of ERRORS or a DomainError's code."""

    def __init__(self, code: str, id: str = "", message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.id = id
        self.message = message or ERRORS.get(code, code)


@dataclass(frozen=True)
class Message:
    """One message of a client, checked: `data` has exactly the fields its type names."""

    t: str
    data: dict[str, Any] = field(default_factory=dict)
    id: str = ""


Check = Callable[[Any], Any]
_SURROGATE = re.compile("[\ud800-\udfff]")


def _clean(value: Any) -> bool:
    # PostgreSQL cannot store NUL, and a lone surrogate cannot become UTF-8.
    return isinstance(value, str) and "\0" not in value and not _SURROGATE.search(value)


def _text(most: int, least: int = 1) -> Check:
    def check(value: Any) -> str:
        if not _clean(value) or not least <= len(value) <= most:
            raise Refused("bad_field")
        return value

    return check


def _whole(most: int) -> Check:
    def check(value: Any) -> int:
        if type(value) is not int or not 0 <= value <= most:
            raise Refused("bad_field")
        return value

    return check


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused("bad_field")
    return value


def _maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _pid(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{16}", value):
        raise Refused("bad_field")
    return value


def _object(fields: Mapping[str, Check]) -> Check:
    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Refused("bad_field")
        return {name: test(value.get(name)) for name, test in fields.items()}

    return check


def _chat_text(value: Any) -> str:
    if not _clean(value) or not value.strip():
        raise Refused("bad_field")
    text = value.strip()
    if len(text) > MAX_CHAT:
        raise Refused("too_long")
    return text


def _sdp_type(value: Any) -> str:
    if value not in ("offer", "answer", "pranswer", "rollback"):
        raise Refused("bad_field")
    return value


_description = _object({"type": _sdp_type, "sdp": _text(MAX_SDP, 0)})
_candidate = _object(
    {
        "candidate": _text(MAX_ICE, 0),
        "sdpMid": _maybe(_text(64, 0)),
        "sdpMLineIndex": _maybe(_whole(255)),
        "usernameFragment": _maybe(_text(256, 0)),
    }
)

CLIENT: dict[str, dict[str, Check]] = {
    "hello": {"token": _maybe(_text(512)), "resume_key": _maybe(_text(128))},
    "ready": {"on": _flag},
    "start": {},
    "flags": {"mic": _flag, "cam": _flag, "screen": _flag, "hand": _flag},
    "sdp": {"to": _pid, "gen": _whole(MAX_GEN), "d": _description},
    "ice": {"to": _pid, "gen": _whole(MAX_GEN), "c": _maybe(_candidate)},
    "chat": {"text": _chat_text},
    "since": {"seq": _whole(MAX_SEQ)},
    "mute-req": {"to": _pid},
    "kick": {"to": _pid},
    "end": {},
    "ping": {},
}
NEED_ID = frozenset({"chat"})


def parse(text: str | None) -> Message:
    """Return the message in a text frame; raises Refused with a code of ERRORS."""
    if text is None or len(text) > MAX_FRAME or len(text.encode("utf-8", "replace")) > MAX_FRAME:
        raise Refused("frame_too_big" if text else "bad_json")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_json") from error
    if not isinstance(raw, dict) or raw.get("v") != VERSION or not isinstance(raw.get("t"), str):
        raise Refused("bad_json")
    id = raw.get("id", "")
    if not _clean(id) or len(id) > 36:
        raise Refused("bad_field")
    if raw["t"] not in CLIENT:
        raise Refused("unknown_type", id)
    if raw["t"] in NEED_ID and not id:
        raise Refused("bad_field")
    try:
        data = {name: check(raw.get(name)) for name, check in CLIENT[raw["t"]].items()}
    except Refused as refused:
        raise Refused(refused.code, id) from refused
    return Message(raw["t"], data, id)


def frame(t: str, **data: Any) -> dict[str, Any]:
    """Return a message of the server."""
    return {"v": VERSION, "t": t, **data}


def error(refused: Refused) -> dict[str, Any]:
    """Return the message that tells a client what was not accepted, and why."""
    return frame("error", code=refused.code, message=refused.message, id=refused.id)
