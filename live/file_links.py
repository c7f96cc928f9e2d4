"""Links to a room's files: good for one person and five minutes. Pure but for the clock."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound

from . import links

SALT = "live.file"
LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class Link:
    """Which file of which session's room, and whether its small copy."""

    session_id: int
    file_id: int
    small: bool


def sign(link: Link, *, user_id: int) -> str:
    """Return the key of a link for one person; it is good from now on for five minutes."""
    what = [link.session_id, link.file_id, link.small]
    return links.sign(what, user_id=user_id, until=now() + LIFE, salt=SALT)


def read(key: str, *, user_id: int) -> Link:
    """Return what a key is for. Raises NotFound for a forged key and somebody else's, 410
    DomainError("link_expired")."""
    try:
        return Link(*links.read(key, user_id=user_id, salt=SALT))
    except links.Unknown as error:
        raise NotFound("no_file", _("There is no such file for you.")) from error
    except links.Expired as error:
        text = _("This link was good for five minutes. Open the file from the room again.")
        raise DomainError("link_expired", text, status=410) from error
