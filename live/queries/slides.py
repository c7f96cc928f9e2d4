"""Reading the decks of a room: the mentor all of them, learners what they were shown."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from learning.models import Session
from learning.queries import materials
from peerlearn.common.errors import NotFound

from ..enums import RoomRole
from ..models import Deck, Slide
from .access import Place, is_over
from .surface import deck_card


def of_session(session: Session) -> dict[str, Any]:
    """Return {decks, materials}: what can be shown, and the PDFs handed out that could be."""
    decks = Deck.objects.filter(room__session=session)
    pdfs = materials.of_session(session).filter(ending="pdf")
    return {
        "decks": [deck_card(deck) for deck in decks],
        "materials": [{"id": one.pk, "title": one.title} for one in pdfs],
    }


def seen_from(place: Place) -> QuerySet[Slide]:
    """Return the slides somebody may look at.

    Learners: what was shown so far; once the session is over, all of the decks that were shown.
    """
    slides = Slide.objects.filter(deck__room__session=place.session)
    if place.role == RoomRole.MENTOR:
        return slides
    shown = slides.exclude(shown_at=None)
    return slides.filter(deck__in=shown.values("deck")) if is_over(place.session) else shown


def picture(*, place: Place, deck_id: int, number: int) -> Slide:
    """Return a slide somebody may look at; raises NotFound("no_slide")."""
    found = seen_from(place).filter(deck_id=deck_id, number=number).first()
    if found is None:
        raise NotFound("no_slide", "There is no such slide.")
    return found


def texts(*, place: Place, deck_id: int) -> list[str]:
    """Return what each page of a deck says, in order, "" for what somebody may not see yet.

    Raises NotFound("no_slide").
    """
    deck = Deck.objects.filter(room__session=place.session, pk=deck_id).first()
    seen = dict(seen_from(place).filter(deck_id=deck_id).values_list("number", "text"))
    if deck is None or (not seen and place.role != RoomRole.MENTOR):
        raise NotFound("no_slide", "There are no such slides.")
    return [seen.get(number, "") for number in range(1, deck.pages + 1)]


def left_in(place: Place) -> list[Deck]:
    """Return the decks of a session: those that were shown, each with all its `slides`.

    The mentor gets the others too, without slides.
    """
    shown = Slide.objects.filter(deck__room__session=place.session).exclude(shown_at=None)
    decks = Deck.objects.filter(room__session=place.session).select_related("room__session")
    if place.role != RoomRole.MENTOR:
        decks = decks.filter(pk__in=shown.values("deck"))
    slides = Slide.objects.filter(deck__in=shown.values("deck")).order_by("number")
    return list(decks.prefetch_related(Prefetch("slides", slides)))
