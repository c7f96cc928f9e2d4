"""Links for one person until a moment. Pure but for the clock."""

from datetime import datetime
from typing import Any

from django.core import signing

from peerlearn.common.clock import now


class Unknown(Exception):
    """A link is forged, or somebody else's."""


class Expired(Exception):
    """A link was good, and is no more."""


def sign(what: list[Any], *, user_id: int, until: datetime, salt: str) -> str:
    """Return a key that tells `user_id`, and nobody else, what it is for until a moment."""
    return signing.dumps([*what, user_id, int(until.timestamp())], salt=salt)


def read(key: str, *, user_id: int, salt: str) -> list[Any]:
    """Return what a key of `sign` is for. Raises Unknown and Expired."""
    try:
        *what, owner, until = signing.loads(key, salt=salt)
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise Unknown from error
    if owner != user_id:
        raise Unknown
    if now().timestamp() > until:
        raise Expired
    return what
