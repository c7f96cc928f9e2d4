"""What a room shows large, as sockets carry it."""

from typing import Any

from ..models import BoardPage, Deck, Room, Surface


def state(room: Room) -> dict[str, Any]:
    """Return {name, page, pages, learners_draw, deck, slide} of a room, as everybody sees it.

    `deck` is None or {id, title, state, problem, pages}.
    """
    surface = Surface.objects.select_related("deck").filter(room=room).first() or Surface(room=room)
    return {
        "name": surface.name,
        "page": surface.page,
        "pages": max(1, BoardPage.objects.filter(room=room).count()),
        "learners_draw": surface.learners_draw,
        "deck": deck_card(surface.deck) if surface.deck else None,
        "slide": surface.slide,
    }


def deck_card(deck: Deck) -> dict[str, Any]:
    """Return a deck as sockets and the API carry it."""
    return {
        "id": deck.pk,
        "title": deck.title,
        "state": deck.state,
        "problem": deck.problem,
        "pages": deck.pages,
    }
