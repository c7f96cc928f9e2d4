"""Where a share picture lies: its version is in the address, so that it may be kept for ever."""

from typing import Any

from learning.models import Session

from . import facts


def session_picture(session: Session) -> str:
    """Return the path of the picture of a session read with mentor, user and domain."""
    return f"/share/session/{session.pk}-{facts.version(facts.of_session(session))}.png"


def mentor_picture(page: Any) -> str:
    """Return the path of the picture of a mentor's page read with mentor, user and portrait."""
    told = facts.of_mentor(page.mentor, page.headline, page.portrait)
    return f"/share/mentor/{page.mentor_id}-{facts.version(told)}.png"


def site_picture() -> str:
    """Return the path of the picture of every other page."""
    return f"/share/site-{facts.version(facts.of_site())}.png"
