"""What is drawn on a room's whiteboard: stored first, then shown to all."""

import json
from typing import Any

from django.db import transaction
from django.db.models import Max

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed, NotFound

from ..board_ops import NOTE, TEXT, Op, fold
from ..enums import RoomRole, RoomState
from ..models import BoardPage, BoardStep, Participant, Room, Surface
from ..protocol import ERRORS, frame
from . import news

COMPACT_AT, KEEP = 500, 100
MOST_BYTES = 1024 * 1024
GONE = "…"


@transaction.atomic
def draw(*, pid: str, client_id: str, page: int, ops: list[Op]) -> BoardStep:
    """Store a step and show it to the call; the same `client_id` again is the same step.

    `ops` is what `protocol.parse` let through. Raises NotFound("no_page"),
    NotAllowed("hands_off"), Conflict("room_closed"|"page_full").
    """
    stay, sheet = _sheet(pid, page)
    known = sheet.steps.filter(author_id=stay.user_id, client_id=client_id).first()
    if known is not None:
        return known
    size = len(json.dumps(ops))
    if sheet.size + size > MOST_BYTES:
        raise Conflict("page_full", ERRORS["page_full"])
    sheet.last_seq += 1
    sheet.size += size
    step = BoardStep.objects.create(
        page=sheet,
        author_id=stay.user_id,
        client_id=client_id,
        seq=sheet.last_seq,
        ops=ops,
        created_at=now(),
    )
    if sheet.steps.count() >= COMPACT_AT:
        _compact(sheet)
    sheet.save(update_fields=["last_seq", "size", "base"])
    _tell(stay, frame("wb", page=page, seq=step.seq, id=client_id, pid=pid, ops=ops))
    return step


@transaction.atomic
def take_back(*, pid: str, page: int, redo: bool) -> int:
    """Undo one's own last step on a page, or with `redo` bring back what was undone last.

    What others drew is left alone; a new step ends what could be brought back. Returns the step's
    number, 0 if there is none. Raises as `draw` does.
    """
    stay, sheet = _sheet(pid, page)
    mine = sheet.steps.filter(author_id=stay.user_id)
    last = mine.filter(undone=False).aggregate(seq=Max("seq", default=0))["seq"]
    step = mine.filter(undone=True, seq__gt=last).first() if redo else mine.filter(seq=last).first()
    if step is None:
        return 0
    step.undone = not redo
    step.save(update_fields=["undone"])
    sheet.last_seq += 1
    sheet.save(update_fields=["last_seq"])
    _tell(stay, frame("wb-undo", page=page, seq=sheet.last_seq, step=step.seq, undone=step.undone))
    return step.seq


def may_draw(*, pid: str) -> Participant:
    """Return the stay of somebody who may draw now, with its room.

    Raises NotAllowed("hands_off"), Conflict("room_closed").
    """
    stay = Participant.objects.select_related("room").get(pid=pid)
    if stay.room.state != RoomState.OPEN:
        raise Conflict("room_closed", "This room is closed.")
    if stay.role != RoomRole.MENTOR:
        held = Surface.objects.filter(room_id=stay.room_id, learners_draw=False)
        if held.exists():
            raise NotAllowed("hands_off", ERRORS["hands_off"])
    return stay


def _sheet(pid: str, page: int) -> tuple[Participant, BoardPage]:
    """Return who draws and the page, locked; the first page is there from the beginning."""
    stay = may_draw(pid=pid)
    if page == 1:
        BoardPage.objects.get_or_create(room_id=stay.room_id, number=1)
    sheet = (
        BoardPage.objects.select_for_update(no_key=True)
        .filter(room_id=stay.room_id, number=page)
        .first()
    )
    if sheet is None:
        raise NotFound("no_page", ERRORS["no_page"])
    return stay, sheet


def _tell(stay: Participant, told: dict[str, Any]) -> None:
    event = {"type": "room.board", "frame": told, "by": stay.user_id}
    news.to_inside(stay.room.session_id, event)


def _compact(sheet: BoardPage) -> None:
    """Fold all but the newest steps into the base; those cannot be taken back any more."""
    steps = list(sheet.steps.all())
    old, kept = steps[:-KEEP], steps[-KEEP:]
    sheet.base = fold(sheet.base, [(step.author_id, step.ops) for step in old if not step.undone])
    sheet.steps.filter(pk__in=[step.pk for step in old]).delete()
    sheet.size = len(json.dumps(sheet.base)) + sum(len(json.dumps(step.ops)) for step in kept)


@transaction.atomic
def add_page(*, room: Room, number: int) -> None:
    """Make a page of the board, if there is none of this number. In the caller's lock."""
    BoardPage.objects.get_or_create(room=room, number=number)


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take back the words somebody wrote on any board; lines and shapes stay as they are."""
    for step in BoardStep.objects.filter(author_id=user_id):
        step.ops = [_silent(op) for op in step.ops]
        step.save(update_fields=["ops"])
    pages = BoardPage.objects.filter(room__participants__user_id=user_id).distinct()
    for page in pages.exclude(base=[]):
        page.base = [_wordless(item) if item["by"] == user_id else item for item in page.base]
        page.save(update_fields=["base"])


def _silent(op: Op) -> Op:
    if op["o"] == "text":
        return op | {"t": GONE}
    if op["o"] == "add":
        return op | {"item": _wordless(op["item"])}
    return op


def _wordless(item: dict[str, Any]) -> dict[str, Any]:
    return item | {"t": GONE} if item["k"] in (TEXT, NOTE) else item
