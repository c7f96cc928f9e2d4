"""How feeds are called and where they lie, for the head of a page and the links on it."""

from django.conf import settings
from django.utils.translation import gettext as _

ATOM = "application/atom+xml"
ICS = "text/calendar; charset=utf-8"
FEED, CALENDAR = "feed.xml", "calendar.ics"
Feed = tuple[str, str, str]


def feed_name(about: str) -> str:
    """Return the name of the feed of a topic or mentor; of all sessions where `about` is empty."""
    site = settings.SITE_NAME
    if not about:
        return _("New sessions on %(site)s") % {"site": site}
    return _("New sessions: %(about)s | %(site)s") % {"about": about, "site": site}


def calendar_name(about: str) -> str:
    """Return the name of the calendar of a topic or mentor; of all sessions without `about`."""
    return f"{about} | {settings.SITE_NAME}" if about else settings.SITE_NAME


def feeds_of(path: str, about: str) -> tuple[Feed, ...]:
    """Return (media type, path, name) of what one can subscribe to on the page at `path`."""
    return (
        (ATOM, f"{path}{FEED}", feed_name(about)),
        ("text/calendar", f"{path}{CALENDAR}", calendar_name(about)),
    )
