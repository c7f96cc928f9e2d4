"""One session: what it is, where it stands, and what can be done about it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from learning import tags
from learning.cards import SessionCard, anew, session_cards
from learning.enums import SEATED, BookingState, SessionState
from learning.models import Booking, CurriculumItem, Session, Skill
from learning.queries import bookings, catalogue, materials, reviews, sessions
from peerlearn.common import page_cache
from peerlearn.common.clock import now

from .whole import Shows

REVIEWS = 6
SIMILAR = 4
# Some of them may be full by the time they are shown.
CANDIDATES = 8
TRAIL = (("Home", "/"), ("Sessions", "/sessions/"))
# What the page of such a session answers with first is others like it.
NO_SEAT = frozenset({"cancelled", "over", "live", "full"})


@dataclass(frozen=True)
class Offer:
    """What the booking panel says: a state, its words, and one button (none where url is empty)."""

    state: str
    words: str
    url: str = ""
    label: str = ""
    kind: str = ""


def shown(key: int) -> Session | None:
    """Return a session that has a page, read with its mentor's user and domain; else None.

    It may have been read earlier: `context` reads seats, price and state anew.
    """

    def read() -> Session | None:
        found = materials.counted(sessions.shown()).filter(pk=key).first()
        if found is not None:
            page_cache.depends_on(tags.mentor(found.mentor_id))
        return found

    own = (tags.session(key), tags.LISTING, tags.MENTORS, page_cache.SITE)
    return page_cache.remembered(("shown", key), read, tags=own)


def context(request: HttpRequest, session: Session) -> dict[str, Any]:
    """Return the page of a session that `shown` found."""
    mentor = session.mentor
    likely = page_cache.remembered(
        ("similar", session.pk), lambda: _candidates(session), tags=(tags.LISTING, tags.MENTORS)
    )
    at = sessions.standing([session.pk, *(card.id for card in likely)])
    if session.pk in at:
        session = sessions.as_it_stands(session, at[session.pk])
    offer = offer_for(session, request.user)
    topic = session.domain.slug
    own, praise = tags.session(session.pk), tags.mentor(mentor.pk)
    files: int = getattr(session, "files", 0)  # counted as it was read
    curriculum, skills = page_cache.remembered(
        ("session", session.pk), lambda: _parts(session), tags=(own,)
    )
    voices, histogram = page_cache.remembered(
        ("praise", mentor.pk),
        lambda: (list(reviews.of_mentor(mentor)[:REVIEWS]), reviews.histogram(mentor)),
        tags=(praise,),
    )
    similar = [card for card in anew(likely, at) if card.seats_left and not card.is_live][:SIMILAR]
    page_cache.depends_on(own, praise, tags.LISTING, tags.MENTORS)
    page_cache.depends_on(*(tags.session(card.id) for card in similar))
    page_cache.fresh_until(session.starts_at, session.ends_at, session.decides_at)
    calendar_url = _calendar_url(session)
    stands = session.pk, session.state, session.price, session.seats_taken, session.minimum_state
    everything = (own, praise, tags.LISTING, tags.MENTORS)
    return {
        "shows": Shows((*stands, offer, calendar_url, tuple(similar)), everything),
        "session": session,
        # What pieces of the template are made of, beside seats, price and state.
        "own": (own, tags.LISTING),
        "praise": (praise,),
        "all": everything,
        "mentor": mentor,
        "offer": offer,
        "calendar_url": calendar_url,
        "curriculum": curriculum,
        "skills": skills,
        "files": files,
        "materials": materials.opened(request.user, session) if files else [],
        "reviews": voices,
        "histogram": histogram,
        "similar": similar,
        "instead": offer.state in NO_SEAT,
        "ask_url": f"/requests/new/?{urlencode({'title': session.title, 'topic': topic})}",
        "trail": [*TRAIL, (session.domain.name, session.domain.get_absolute_url())],
    }


def _parts(session: Session) -> tuple[list[CurriculumItem], list[Skill]]:
    return list(session.curriculum.all()), list(session.skills.all())


def _candidates(session: Session) -> tuple[SessionCard, ...]:
    return tuple(session_cards(catalogue.similar_to(session, CANDIDATES)))


def _calendar_url(session: Session) -> str:
    to_come = session.state == SessionState.SCHEDULED and session.starts_at > now()
    return f"/calendar/session-{session.pk}.ics" if to_come else ""


def offer_for(session: Session, user: Any) -> Offer:
    """Return what `user` (anonymous or not) can do with the session now."""
    if user.is_authenticated and session.mentor.user_id == user.pk:
        return Offer("own", "This is your own session.", "/mentor/sessions/", "Your sessions")
    booking = bookings.active_for(user, session) if user.is_authenticated else None
    if session.state == SessionState.CANCELLED:
        return Offer("cancelled", "This session was cancelled.")
    if booking:
        return _booked(booking, session)
    if session.state == SessionState.COMPLETED or session.ends_at <= now():
        return Offer("over", "This session is over.")
    if session.state == SessionState.LIVE or session.starts_at <= now():
        return Offer("live", "This session has begun, so it can't be booked any more.")
    if not session.seats_left:
        words = "Every seat is taken. One may come free until the start."
        return Offer("full", words, f"/waitlist/{session.pk}/", "Wait for a seat")
    words = "One price, nothing is added." if session.price else "Free, no card needed."
    return Offer("open", words, f"/book/{session.pk}/", "Book Now", "main")


def _booked(booking: Booking, session: Session) -> Offer:
    url = booking.get_absolute_url()
    if booking.state == BookingState.HELD:
        return Offer("held", "Your seat is held. Finish paying to keep it.", url, "Finish", "main")
    if booking.state in SEATED and session.ends_at > now():
        return Offer("booked", "You have a seat.", url, "Your booking")
    return Offer("over", "This session is over. You had a seat.", url, "Your booking")
