"""What a card shows of a session or a mentor: plain values for templates/components."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from peerlearn.accounts.models import User
from peerlearn.common import page_cache
from peerlearn.common.pictures import PictureFile

from . import tags
from .enums import SessionState
from .models import Mentor, Session
from .models.person import mean_rating
from .queries.sessions import OPEN_STATES, Standing, standing

# What cards show beside seats, price and state, which are read anew each time.
REST = (tags.LISTING, tags.MENTORS, page_cache.SITE)


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
    mentor = session.mentor
    return _card(
        session.pk,
        session.slug,
        session.title,
        session.state,
        session.starts_at,
        session.ends_at,
        session.capacity,
        session.seats_taken,
        session.price,
        session.cover.name,
        session.domain.name,
        mentor.rating_sum,
        mentor.rating_count,
        mentor.user.name,
        mentor.user.avatar.name,
    )


# What a card is made of, in the order `_card` takes it: a third of the columns of four tables.
COLUMNS = (
    "pk",
    "slug",
    "title",
    "state",
    "starts_at",
    "ends_at",
    "capacity",
    "seats_taken",
    "price",
    "cover",
    "domain__name",
    "mentor__rating_sum",
    "mentor__rating_count",
    "mentor__user__name",
    "mentor__user__avatar",
)


def session_cards(found: QuerySet[Session]) -> list[SessionCard]:
    """Return the cards of the sessions a query finds, in its order; one statement."""
    return [_card(*row) for row in found.select_related(None).values_list(*COLUMNS)]


def kept_cards(key: Hashable, query: Callable[[], QuerySet[Session]]) -> tuple[SessionCard, ...]:
    """Return the cards of what `query()` found last for `key`, with seats and prices of now.

    Those that are neither to come nor running any more are left out. One statement.
    """
    new: list[SessionCard] = []

    def make() -> tuple[SessionCard, ...]:
        new.extend(session_cards(query()))
        return tuple(new)

    cards = page_cache.remembered(("cards", key), make, tags=REST)
    if new or not cards:
        return cards
    return anew(cards, standing(card.id for card in cards))


def anew(cards: Iterable[SessionCard], at: Mapping[int, Standing]) -> tuple[SessionCard, ...]:
    """Return the cards as their sessions stand `at` this moment, without what is over or gone."""
    made = []
    for card in cards:
        state, price, taken = at.get(card.id, (None, 0, 0))
        if state not in OPEN_STATES:
            continue
        left, is_live = max(0, card.capacity - taken), state == SessionState.LIVE
        if (left, price, is_live) != (card.seats_left, card.price, card.is_live):
            card = replace(card, seats_left=left, price=price, is_live=is_live)
        made.append(card)
    return tuple(made)


def _card(
    key: int,
    slug: str,
    title: str,
    state: str,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    seats_taken: int,
    price: int,
    cover: str,
    topic: str,
    rating_sum: int,
    rating_count: int,
    mentor_name: str,
    avatar: str,
) -> SessionCard:
    page_cache.fresh_until(starts_at, ends_at)
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    form = "1:1" if capacity == 1 else f"group of {capacity}"
    image = PictureFile(None, Session._meta.get_field("cover"), cover)
    face = PictureFile(None, User._meta.get_field("avatar"), avatar)
    return SessionCard(
        id=key,
        url=f"/sessions/{key}/{slug}/",
        eyebrow=f"Live {form} · {minutes} min",
        title=title,
        mentor_name=mentor_name,
        mentor_avatar_url=face.small_url,
        rating=mean_rating(rating_sum, rating_count),
        rating_count=rating_count,
        starts_at=starts_at,
        minutes=minutes,
        price=price,
        seats_left=max(0, capacity - seats_taken),
        capacity=capacity,
        image_url=image.url if cover else "",
        image_srcset=image.webp,
        image_avif=image.avif,
        is_live=state == SessionState.LIVE,
        topic=topic,
        seed=key % 6,
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
