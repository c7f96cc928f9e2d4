"""A learner's booking as a calendar entry, under one UID from the first mail to the last."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress, vText

from .calendar import absolute, calendar_with, event_of, seen
from .enums import BookingState, SessionState
from .models import Booking, Session

__all__ = ["absolute", "booking_sequence", "booking_uid", "feed", "invitation", "links"]

COMING = (BookingState.HELD, BookingState.CONFIRMED, BookingState.COMPLETED)
GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


def booking_uid(booking: Booking) -> str:
    """Return the UID of a booking; it stays when the booking goes to another session."""
    return f"booking-{booking.pk}@{urlsplit(settings.SITE_URL).hostname}"


def booking_sequence(booking: Booking) -> int:
    """Return the number of the entry's version: any change of booking or session raises it."""
    over = booking.state not in COMING
    lived = (_changed(booking) - booking.created_at).total_seconds()
    return max(0, int(lived * 10)) + booking.moves + over


def _changed(booking: Booking) -> datetime:
    session = booking.session
    return max(booking.changed_at or booking.created_at, booking.created_at, session.updated_at)


def booking_event(booking: Booking) -> Event:
    """Return a booking, read with its session's mentor's user and domain, as an entry."""
    cancelled = booking.state not in COMING or booking.session.state == SessionState.CANCELLED
    event = event_of(booking.session, remind=not cancelled)
    url = absolute(booking.get_absolute_url())
    for name, value in {
        "uid": booking_uid(booking),
        "sequence": booking_sequence(booking),
        "dtstamp": _changed(booking),
        "created": booking.created_at,
        "last-modified": _changed(booking),
        "status": "CANCELLED" if cancelled else "CONFIRMED",
        "url": url,
        "location": absolute(booking.session.room_url),
    }.items():
        event.pop(name, None)
        event.add(name, value)
    return event


def invitation(booking: Booking, *, method: str, sender: str = "") -> bytes:
    """Return one booking as a calendar file: REQUEST (new or changed), CANCEL, or PUBLISH.

    The first two are for mails, which say who asks whom: `sender` is our address.
    """
    event = booking_event(booking)
    if sender:
        organizer = vCalAddress(f"mailto:{sender}")
        organizer.params["cn"] = vText(settings.SITE_NAME)
        event.add("organizer", organizer)
        attendee = vCalAddress(f"mailto:{booking.learner.email}")
        attendee.params["partstat"] = vText("ACCEPTED")
        attendee.params["rsvp"] = vText("FALSE")
        event.add("attendee", attendee)
    path = booking.get_absolute_url()
    return calendar_with([event], name=booking.session.title, path=path, method=method)


def feed(bookings: Iterable[Booking], taught: Iterable[Session]) -> bytes:
    """Return what somebody learns and teaches as one calendar to subscribe to."""
    events = [booking_event(booking) for booking in bookings]
    events += [event_of(session, remind=True) for session in taught]
    name = _("My sessions on %(site)s") % {"site": settings.SITE_NAME}
    return calendar_with(events, name=name, path="/go/")


def links(booking: Booking) -> dict[str, str]:
    """Return addresses that add a booking to a calendar: google, outlook, and our file."""
    session = booking.session
    title = _("%(title)s with %(mentor)s") % {
        "title": seen(session.title),
        "mentor": seen(session.mentor.user.name),
    }
    page = absolute(booking.get_absolute_url())
    starts, ends = session.starts_at.astimezone(UTC), session.ends_at.astimezone(UTC)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{starts:%Y%m%dT%H%M%SZ}/{ends:%Y%m%dT%H%M%SZ}",
        "details": page,
        "location": absolute(session.room_url),
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        "body": page,
        "location": absolute(session.room_url),
    }
    return {
        "google": f"{GOOGLE}?{urlencode(google)}",
        "outlook": f"{OUTLOOK}?{urlencode(outlook)}",
        "file": f"{booking.get_absolute_url()}calendar.ics",
    }
