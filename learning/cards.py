"""What a card shows of a session or a mentor: plain values for templates/components."""

from dataclasses import dataclass
from datetime import datetime

from peerlearn.common import page_cache

from .enums import SessionState
from .models import Mentor, Session


@dataclass(frozen=True)
class SessionCard:
    """One session as templates/components/session_card.html shows it; price in paise."""

    id: int
    url: str
    eyebrow: str
    title: str
    mentor_name: str
    mentor_avatar_url: str
    rating: float | None
    rating_count: int
    starts_at: datetime
    minutes: int
    price: int
    seats_left: int
    capacity: int
    image_url: str
    image_srcset: str
    image_avif: str
    is_live: bool
    topic: str
    seed: int


@dataclass(frozen=True)
class MentorCard:
    """One mentor as templates/components/mentor_card.html shows it; price in paise an hour."""

    url: str
    name: str
    headline: str
    avatar_url: str
    avatar_srcset: str
    avatar_avif: str
    rating: float | None
    rating_count: int
    topics: tuple[str, ...]
    hourly_price: int
    next_start: datetime | None


def session_card(session: Session) -> SessionCard:
    """Return the card of a session read with its mentor's user and its domain."""
    page_cache.fresh_until(session.starts_at, session.ends_at)
    mentor = session.mentor
    form = "1:1" if session.capacity == 1 else f"group of {session.capacity}"
    return SessionCard(
        id=session.pk,
        url=session.get_absolute_url(),
        eyebrow=f"Live {form} · {session.minutes} min",
        title=session.title,
        mentor_name=mentor.user.name,
        mentor_avatar_url=mentor.user.face_url,
        rating=mentor.rating,
        rating_count=mentor.rating_count,
        starts_at=session.starts_at,
        minutes=session.minutes,
        price=session.price,
        seats_left=session.seats_left,
        capacity=session.capacity,
        image_url=session.cover.url if session.cover else "",
        image_srcset=session.cover.webp,
        image_avif=session.cover.avif,
        is_live=session.state == SessionState.LIVE,
        topic=session.domain.name,
        seed=session.pk % 6,
    )


def mentor_card(mentor: Mentor, next_start: datetime | None = None) -> MentorCard:
    """Return the card of a mentor read with their user and domains."""
    page_cache.fresh_until(next_start)
    return MentorCard(
        url=mentor.get_absolute_url(),
        name=mentor.user.name,
        headline=mentor.headline,
        avatar_url=mentor.user.avatar_url,
        avatar_srcset=mentor.user.avatar.webp,
        avatar_avif=mentor.user.avatar.avif,
        rating=mentor.rating,
        rating_count=mentor.rating_count,
        topics=tuple(domain.name for domain in mentor.domains.all()),
        hourly_price=mentor.hourly_price,
        next_start=next_start,
    )
