"""What everybody in a room sees large, and where they are in it. The mentor's to decide."""

from django.db import transaction

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound

from ..enums import RoomState, SurfaceName
from ..models import BoardPage, Deck, Room, Slide, Surface
from ..protocol import ERRORS, frame
from ..queries import surface as queries
from . import board, news

MOST_PAGES = 20


@transaction.atomic
def show(*, session_id: int, name: str) -> Surface:
    """Show everybody the board or the slides, "" for each other. Raises Conflict("room_closed")."""
    return _kept(_locked(session_id), name=name)


@transaction.atomic
def turn_page(*, session_id: int, page: int) -> Surface:
    """Turn to a page of the board with everybody; the one after the last is made.

    Raises NotFound("no_page"), Conflict("room_closed").
    """
    surface = _locked(session_id)
    last = max(1, BoardPage.objects.filter(room=surface.room).count())
    if not 1 <= page <= min(last + 1, MOST_PAGES):
        raise NotFound("no_page", ERRORS["no_page"])
    for number in range(1, page + 1):
        board.add_page(room=surface.room, number=number)
    return _kept(surface, page=page)


@transaction.atomic
def let_draw(*, session_id: int, on: bool) -> Surface:
    """Let learners draw, or only watch. Raises Conflict("room_closed")."""
    return _kept(_locked(session_id), learners_draw=on)


@transaction.atomic
def turn_slide(*, session_id: int, deck_id: int, number: int) -> Surface:
    """Show everybody a slide of one of the room's decks.

    A deck that is still being prepared is shown as such. Raises NotFound("no_slide"),
    Conflict("room_closed").
    """
    surface = _locked(session_id)
    deck = Deck.objects.filter(room=surface.room, pk=deck_id).first()
    if deck is None or not 1 <= number <= max(1, deck.pages):
        raise NotFound("no_slide", ERRORS["no_slide"])
    surface = _kept(surface, name=SurfaceName.SLIDES, deck=deck, slide=number)
    note_shown(surface.room)
    return surface


def note_shown(room: Room) -> None:
    """Note that everybody was shown the slide that stands large now, if one does."""
    surface = Surface.objects.filter(room=room, name=SurfaceName.SLIDES).first()
    if surface is not None:
        slides = Slide.objects.filter(deck=surface.deck_id, number=surface.slide, shown_at=None)
        slides.update(shown_at=now())


def put_away(room: Room, deck: Deck) -> None:
    """Take a deck that is about to go off the stage, and show each other where it was large."""
    showing = Surface.objects.filter(room=room, deck=deck)
    showing.filter(name=SurfaceName.SLIDES).update(name="")
    if showing.update(deck=None, slide=1):
        tell(room)


def _locked(session_id: int) -> Surface:
    room = Room.objects.select_for_update(no_key=True).get(session_id=session_id)
    if room.state != RoomState.OPEN:
        raise Conflict("room_closed", "This room is closed.")
    surface, _made = Surface.objects.get_or_create(room=room)
    surface.room = room
    return surface


def _kept(surface: Surface, **changes: object) -> Surface:
    for name, value in changes.items():
        setattr(surface, name, value)
    surface.save(update_fields=list(changes))
    tell(surface.room)
    return surface


def tell(room: Room) -> None:
    """Tell the call what it sees large now; full state, so that a repeat does no harm."""
    told = frame("surface", **queries.state(room))
    news.to_inside(room.session_id, {"type": "room.board", "frame": told, "by": 0})
