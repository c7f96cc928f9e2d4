"""Where browsers find a way to each other: STUN, and TURN with passwords that expire.

coturn's `use-auth-secret` (https://github.com/coturn/coturn/blob/master/README.turnserver): the
username is "<expiry>:<name>", the password base64(HMAC-SHA1(secret, username)).
"""

import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha1
from typing import Any

from django.conf import settings

TURN_GRACE = timedelta(minutes=10)


def turn_password(secret: str, username: str) -> str:
    """Return the password that goes with a TURN username."""
    return b64encode(hmac.new(secret.encode(), username.encode(), sha1).digest()).decode()


def servers(*, name: str, until: datetime) -> list[dict[str, Any]]:
    """Return `iceServers` for `name`; TURN serves them until 10 minutes after `until`."""
    answer: list[dict[str, Any]] = []
    if settings.STUN_URLS:
        answer.append({"urls": settings.STUN_URLS})
    if settings.TURN_URLS and settings.TURN_SECRET:
        username = f"{int((until + TURN_GRACE).timestamp())}:{name}"
        answer.append(
            {
                "urls": settings.TURN_URLS,
                "username": username,
                "credential": turn_password(settings.TURN_SECRET, username),
            }
        )
    return answer


def for_room(*, user_id: int, until: datetime) -> list[dict[str, Any]]:
    """Return `iceServers` for somebody in a room that closes at `until`."""
    return servers(name=f"u{user_id}", until=until)
