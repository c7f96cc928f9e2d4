"""The landing page: choices of the sentence to finish, and cards by rule for its blocks."""

from collections.abc import Iterable
from typing import Any

from learning import tags
from learning.cards import MentorCard, SessionCard, mentor_card, session_card
from learning.models import Domain, Mentor, Session
from learning.queries import catalogue, mentors, sessions
from peerlearn.common import page_cache
from recommend.serving import trending_sessions

SOON_HOURS = 24
SENTENCE_DAYS = {"": "any day", "today": "today", "tomorrow": "tomorrow"} | {
    "this-week": "this week",
    "weekend": "at the weekend",
}
SENTENCE_PRICES = {"under-500": "₹500", "under-1000": "₹1,000", "": "any price"}
USUAL_PRICE = "under-1000"


def hero() -> dict[str, Any]:
    """Return the choices of "I want to learn __, __, under __" and two faces for the arcs."""
    page_cache.depends_on(tags.LISTING, tags.SEATS, tags.MENTORS)
    return {
        "topics": Domain.objects.all(),
        "days": SENTENCE_DAYS.items(),
        "prices": SENTENCE_PRICES.items(),
        "usual_price": USUAL_PRICE,
        "faces": list(_with_face()),
    }


def mentor_cards(rule: str, picked: Iterable[Mentor], limit: int) -> list[MentorCard]:
    """Return mentor cards: the `picked` ones (rule "hand") in their order, else newest or top."""
    if rule == "hand":
        wanted = [mentor.pk for mentor in picked if mentor]
        by_id = {mentor.pk: mentor for mentor in mentors.listed().filter(pk__in=wanted)}
        chosen = [by_id[key] for key in wanted if key in by_id][:limit]
    else:
        ordered = mentors.newest() if rule == "newest" else mentors.top_rated()
        chosen = list(ordered[:limit])
    starts = mentors.next_starts(chosen)
    return [mentor_card(mentor, starts.get(mentor.pk)) for mentor in chosen]


def session_cards(
    rule: str, picked: Iterable[Session], topic: str, limit: int
) -> list[SessionCard]:
    """Return session cards: hand-picked, or by rule "soon", "trending" or "topic" (a slug)."""
    if rule == "hand":
        wanted = [session.pk for session in picked if session]
        by_id = {session.pk: session for session in sessions.visible().filter(pk__in=wanted)}
        chosen = [by_id[key] for key in wanted if key in by_id][:limit]
    elif rule == "trending":
        chosen = trending_sessions(limit)
    elif rule == "topic":
        chosen = list(
            catalogue.on_offer().filter(domain__slug=topic).order_by("starts_at", "id")[:limit]
        )
    else:
        chosen = list(catalogue.starting_within(SOON_HOURS)[:limit])
    return [session_card(session) for session in chosen]


def _with_face() -> Iterable[Mentor]:
    return mentors.top_rated().prefetch_related(None).exclude(user__avatar="")[:2]
