"""Sessions as calendar files (RFC 5545). Public feeds tell of one session by one UID."""

import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration

from peerlearn.common.money import format_inr

from .enums import SessionState
from .models import Session

# How often programs that subscribed should look again.
REFRESH = timedelta(hours=6)
REMINDER = timedelta(minutes=15)
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def session_uid(session: Session) -> str:
    """Return the UID that means this session in every calendar, whatever else changes."""
    return f"session-{session.pk}@{urlsplit(settings.SITE_URL).hostname}"


def session_sequence(session: Session) -> int:
    """Return the number of the session's version: its edits and the seconds of its life.

    Any change raises it, also the second one within a second.
    """
    lived = int((session.updated_at - session.created_at).total_seconds())
    return max(0, lived) + session.version - 1


def calendar_of(
    sessions: Iterable[Session], *, name: str, path: str, remind: bool = False
) -> bytes:
    """Return a calendar called `name` with sessions read with their mentor's user and domain.

    `path` is the page it belongs to; `remind` adds a reminder to each. Of the same sessions the
    same bytes come: nothing in it says when it was asked for.
    """
    events = [event_of(session, remind=remind) for session in sessions]
    return calendar_with(events, name=name, path=path)


def calendar_with(
    events: Iterable[Event], *, name: str, path: str, method: str = "PUBLISH"
) -> bytes:
    """Return a calendar called `name` of entries; `path` is the page it belongs to."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.SITE_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("name", seen(name))
    calendar.add("x-wr-calname", seen(name))
    calendar.add("url", absolute(path))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def event_of(session: Session, *, remind: bool) -> Event:
    """Return a session, read with its mentor's user and domain, as an entry."""
    url = absolute(session.get_absolute_url())
    cancelled = session.state == SessionState.CANCELLED
    title, mentor = seen(session.title), seen(session.mentor.user.name)
    event = Event()
    event.add("uid", session_uid(session))
    event.add("dtstamp", session.updated_at)
    event.add("created", session.created_at)
    event.add("last-modified", session.updated_at)
    event.add("sequence", session_sequence(session))
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", _("%(title)s with %(mentor)s") % {"title": title, "mentor": mentor})
    event.add("description", _words(session, url))
    event.add("location", url)
    event.add("url", url)
    event.add("categories", [seen(session.domain.name)])
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if remind and not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -REMINDER)
        event.add_component(alarm)
    return event


def _words(session: Session, url: str) -> str:
    price = format_inr(session.price) if session.price else _("Free")
    parts = [seen(session.summary), f"{price} · {session.minutes} min · {session.language}", url]
    if session.state == SessionState.CANCELLED:
        parts.insert(0, _("This session was cancelled."))
    return "\n\n".join(part for part in parts if part)


def seen(text: str) -> str:
    """Return text without characters that are not shown."""
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n")).strip()


def absolute(path: str) -> str:
    """Return the full address of a path."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"
