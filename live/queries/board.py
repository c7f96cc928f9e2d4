"""Reading a room's whiteboard."""

from typing import Any

from peerlearn.common.errors import NotFound

from ..board_ops import Item, fold
from ..models import BoardPage
from ..protocol import ERRORS


def snapshot(*, room_id: int, page: int, user_id: int) -> dict[str, Any]:
    """Return all of a page as a client needs it: {page, seq, base, steps}.

    A step is {seq, id, mine, undone, ops}. Raises NotFound("no_page").
    """
    sheet = BoardPage.objects.filter(room_id=room_id, number=page).first()
    if sheet is None and page != 1:
        raise NotFound("no_page", ERRORS["no_page"])
    if sheet is None:
        return {"page": 1, "seq": 0, "base": [], "steps": []}
    steps = [
        {
            "seq": step.seq,
            "id": step.client_id,
            "mine": step.author_id == user_id,
            "undone": step.undone,
            "ops": step.ops,
        }
        for step in sheet.steps.all()
    ]
    base = [{key: item[key] for key in item if key != "by"} for item in sheet.base]
    return {"page": page, "seq": sheet.last_seq, "base": base, "steps": steps}


def pages(*, room_id: int) -> list[int]:
    """Return the numbers of a room's pages that hold something, in order."""
    sheets = BoardPage.objects.filter(room_id=room_id).prefetch_related("steps")
    return [sheet.number for sheet in sheets if standing(sheet)]


def page_of(*, session_id: int, number: int) -> list[Item]:
    """Return what stands on a page, lowest first; raises NotFound("no_page")."""
    sheet = BoardPage.objects.filter(room__session_id=session_id, number=number).first()
    if sheet is None and number != 1:
        raise NotFound("no_page", ERRORS["no_page"])
    return standing(sheet) if sheet else []


def standing(sheet: BoardPage) -> list[Item]:
    """Return what stands on a page, lowest first; `by` of an item is the user who wrote it."""
    kept = [(step.author_id, step.ops) for step in sheet.steps.all() if not step.undone]
    return fold(sheet.base, kept)
