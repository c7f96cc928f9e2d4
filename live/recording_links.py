"""Links to recordings: for one person and for as long as watching takes. Pure but for the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound

from . import links

SALT = "live.recording"


@dataclass(frozen=True)
class Link:
    """Which file of which recording of which session."""

    session_id: int
    recording_id: int
    number: int


def ends_at() -> datetime:
    """Return until when a link made now is good."""
    return now() + timedelta(minutes=settings.RECORDING_LINK_MINUTES)


def sign(link: Link, *, user_id: int) -> str:
    """Return the key of a link for one person; it is good from now on until `ends_at`."""
    what = [link.session_id, link.recording_id, link.number]
    return links.sign(what, user_id=user_id, until=ends_at(), salt=SALT)


def read(key: str, *, user_id: int) -> Link:
    """Return what a key is for. Raises NotFound for a forged key and somebody else's, 410
    DomainError("link_expired")."""
    try:
        return Link(*links.read(key, user_id=user_id, salt=SALT))
    except links.Unknown as error:
        text = _("There is no such recording for you.")
        raise NotFound("no_recording", text) from error
    except links.Expired as error:
        text = _("This link has expired. Open the recording from the session's record page again.")
        raise DomainError("link_expired", text, status=410) from error
