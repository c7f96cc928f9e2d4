"""PDFs into pictures, by a sweep: one deck at a time, in a process that may die of it."""

import json
import secrets
import subprocess
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q

from peerlearn.common.clock import now
from peerlearn.common.files import private_files
from peerlearn.common.states import check_move

from ..enums import DECK_MOVES, DeckState
from ..models import Deck, Room, Slide
from ..pdf_pages import MOST_PAGES
from ..protocol import frame
from ..queries import surface as queries
from . import news, surface

SECONDS = 150
MOST_TRIES = 2
AGAIN = timedelta(seconds=SECONDS + 30)
PROBLEMS = {
    "broken": "This PDF cannot be read.",
    "locked": "This PDF asks for a password. Save it without one.",
    "too_long": f"Slides have at most {MOST_PAGES} pages.",
}


def sweep() -> int:
    """Make the pictures of every deck that waits; returns how many decks were finished.

    A deck whose worker died is tried once more.
    """
    done = 0
    while (deck := _take()) is not None:
        _finish(deck, _pictures(deck))
        done += 1
    return done


@transaction.atomic
def _take() -> Deck | None:
    free = Q(taken_at=None) | Q(taken_at__lt=now() - AGAIN)
    waiting = Deck.objects.filter(free, state=DeckState.WAITING)
    deck = waiting.order_by("created_at", "pk").first()
    if deck is None:
        return None
    if not waiting.filter(pk=deck.pk).update(taken_at=now(), tries=F("tries") + 1):
        return None
    deck.refresh_from_db()
    return deck


def _pictures(deck: Deck) -> dict[str, Any]:
    """Return what pdf_pages tells of a deck, each page with its stored `picture`."""
    if deck.tries > MOST_TRIES:
        return {"problem": "broken"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "live.pdf_pages", deck.file.path, folder]
        try:
            made = subprocess.run(
                command, capture_output=True, timeout=SECONDS, cwd=settings.BASE_DIR, check=True
            )
            told = json.loads(made.stdout)
        except (subprocess.SubprocessError, OSError, ValueError):
            return {"problem": "broken"}
        for number, page in enumerate(told.get("pages", []), start=1):
            content = ContentFile(Path(folder, f"{number}.webp").read_bytes())
            name = f"slides/{deck.room_id}/{secrets.token_hex(16)}.webp"
            page["picture"] = private_files().save(name, content)
    return told


@transaction.atomic
def _finish(deck: Deck, told: dict[str, Any]) -> None:
    room = Room.objects.select_for_update(no_key=True).get(pk=deck.room_id)
    found = Deck.objects.select_for_update(no_key=True).filter(pk=deck.pk).first()
    pages = told.get("pages", [])
    if found is None:  # taken away meanwhile
        for page in pages:
            transaction.on_commit(partial(private_files().delete, page["picture"]))
        return
    deck = found
    state = DeckState.READY if pages else DeckState.FAILED
    check_move(DECK_MOVES, deck.state, state)
    deck.state, deck.pages = state, len(pages)
    deck.problem = "" if pages else PROBLEMS[told.get("problem", "broken")]
    deck.save(update_fields=["state", "pages", "problem"])
    Slide.objects.bulk_create(
        Slide(deck=deck, number=number, **page) for number, page in enumerate(pages, start=1)
    )
    surface.note_shown(room)
    told_deck = frame("deck", deck=queries.deck_card(deck))
    news.to_inside(room.session_id, {"type": "room.board", "frame": told_deck, "by": 0})
    surface.tell(room)
