"""The language of the room's socket: names, parsing, refusing. Pure.

Every message is a JSON object {v: 1, t: type, id?, ...}; the server sets from, seq and ts itself
and drops fields it does not know. A new message is one more row in CLIENT.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import board_ops
from .enums import SurfaceName
from .text_ops import MOST_LETTERS, Op, is_op

VERSION = 1
MAX_FRAME = 64 * 1024
MAX_SDP = 32 * 1024
MAX_ICE = 1024
MAX_CHAT = 2000
MAX_CAPTION = 300
MAX_GEN = 1_000_000
MAX_SEQ = 2**53
MAX_ID = 2**63 - 1
MAX_PAGE = 1000
# Bytes of a whole message, for types that have less than a frame.
MOST_BYTES = {"wb": 16 * 1024, "wb-live": 2048}
MAX_MS = 600_000
MAX_EXTENSION = 30

REACTIONS = ("thumbs", "clap", "heart", "laugh", "wow", "party")
# How much of somebody's video a page asks for.
SIZES = ("large", "small", "none")

# Close codes after which a client must not come back by itself.
REPLACED, KICKED, ENDED, UNKNOWN, FULL, FLOODED = 4001, 4003, 4004, 4401, 4409, 4429

ERRORS = {
    "bad_json": "That was not a message this room understands.",
    "bad_field": "Part of that message was missing or wrong.",
    "unknown_type": "This room does not know that message.",
    "frame_too_big": "That message is too big.",
    "too_long": f"A chat message holds at most {MAX_CHAT} characters.",
    "notes_full": f"Shared notes hold at most {MOST_LETTERS:,} characters.",
    "notes_stale": "The notes have moved on too far. Your last change was left out.",
    "too_many_files": "This room holds no more files.",
    "slow_down": "That was too fast. Wait a moment.",
    "not_admitted": "You are still in the lobby.",
    "not_mentor": "Only the mentor can do that.",
    "no_such_peer": "That person is not in this room.",
    "hello_first": "The room does not know you yet.",
    "bad_token": "This way into the room is used up. Join again.",
    "resume_lost": "You were away too long. Join again.",
    "video_full": "Four people already send video here. Your camera stays off.",
    "no_page": "There is no such page on the board.",
    "page_full": "This page of the board is full. Ask the mentor for a new one.",
    "hands_off": "Only the mentor draws just now.",
    "no_slide": "There is no such slide.",
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


def _one_of(*names: str) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in names:
            raise Refused("bad_field")
        return value

    return check


def _op(value: Any) -> Op:
    if not is_op(value) or not all(_clean(part) for part in value if isinstance(part, str)):
        raise Refused("bad_field")
    return value


_sdp_type = _one_of("offer", "answer", "pranswer", "rollback")
_description = _object({"type": _sdp_type, "sdp": _text(MAX_SDP, 0)})
_candidate = _object(
    {
        "candidate": _text(MAX_ICE, 0),
        "sdpMid": _maybe(_text(64, 0)),
        "sdpMLineIndex": _maybe(_whole(255)),
        "usernameFragment": _maybe(_text(256, 0)),
    }
)


def _checked(read: Callable[[Any], Any]) -> Check:
    def check(value: Any) -> Any:
        try:
            return read(value)
        except ValueError as error:
            raise Refused("bad_field") from error

    return check


def _surface(value: Any) -> str:
    if value not in ("", *SurfaceName.values):
        raise Refused("bad_field")
    return value


CLIENT: dict[str, dict[str, Check]] = {
    "hello": {"token": _maybe(_text(512)), "resume_key": _maybe(_text(128))},
    "ready": {"on": _flag},
    "start": {},
    "flags": {"mic": _flag, "cam": _flag, "screen": _flag},
    "hand": {"on": _flag, "to": _maybe(_pid)},
    "hands-down": {},
    "react": {"name": _one_of(*REACTIONS)},
    "caption": {"n": _whole(MAX_SEQ), "text": _text(MAX_CAPTION), "final": _flag},
    "want": {"to": _pid, "size": _one_of(*SIZES)},
    "sdp": {"to": _pid, "gen": _whole(MAX_GEN), "d": _description},
    "ice": {"to": _pid, "gen": _whole(MAX_GEN), "c": _maybe(_candidate)},
    "chat": {"text": _chat_text},
    "since": {"seq": _whole(MAX_SEQ)},
    "mute-req": {"to": _maybe(_pid)},
    "admit": {"to": _maybe(_pid)},
    "deny": {"to": _pid},
    "lock": {"on": _flag},
    "auto-admit": {"on": _flag},
    "extend": {"minutes": _whole(MAX_EXTENSION)},
    "extend-answer": {"wish": _whole(MAX_SEQ), "on": _flag},
    "quality": {
        "rtt": _maybe(_whole(MAX_MS)),
        "loss": _whole(1000),
        "frozen": _whole(MAX_MS),
        "relayed": _flag,
    },
    "chat-read": {"seq": _whole(MAX_SEQ)},
    "typing": {"on": _flag},
    "notes": {"rev": _maybe(_whole(MAX_SEQ))},
    "notes-edit": {"rev": _whole(MAX_SEQ), "op": _op},
    "wb": {"page": _whole(MAX_PAGE), "ops": _checked(board_ops.read_ops)},
    "wb-undo": {"page": _whole(MAX_PAGE), "redo": _flag},
    "wb-load": {"page": _whole(MAX_PAGE)},
    "wb-live": {"page": _whole(MAX_PAGE), "live": _checked(board_ops.read_live)},
    "wb-turn": {"page": _whole(MAX_PAGE)},
    "wb-allow": {"on": _flag},
    "surface": {"name": _surface},
    "slide": {"deck": _whole(MAX_ID), "number": _whole(MAX_PAGE)},
    "kick": {"to": _pid},
    "end": {},
    "rec-ask": {},
    "rec-answer": {"rec": _whole(MAX_SEQ), "yes": _flag},
    "rec-stop": {},
    "ping": {},
}
NEED_ID = frozenset({"chat", "notes-edit", "wb"})


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
    if raw["t"] in MOST_BYTES and len(text.encode()) > MOST_BYTES[raw["t"]]:
        raise Refused("frame_too_big", id)
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
