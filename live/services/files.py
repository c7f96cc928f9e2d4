"""Files handed around in a room: told by their content, private to it, shown as a line of chat."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from learning.material_files import kind_of, title_of_file
from peerlearn.accounts.models import User
from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed
from peerlearn.common.files import private_files
from peerlearn.common.images import MAX_BYTES, clean_picture

from ..models import ChatMessage, Participant, Room, RoomFile
from ..protocol import ERRORS
from ..queries import access, files
from . import chat

PICTURES = frozenset({"png", "jpg", "gif", "webp"})
LARGE_SIDE, SMALL_SIDE = 2560, 640
MOST_OF_PERSON = 40
MOST_BYTES_IN_ROOM = 200 * 1024 * 1024
SWEEP_LIMIT = 200


@dataclass(frozen=True)
class _Ready:
    """A file as it will be stored; `small` of a picture only, `side` its width and height."""

    ending: str
    content: File
    small: ContentFile | None = None
    side: tuple[int, int] = (0, 0)


def send(*, session_id: int, actor: User, client_id: str, file: File) -> ChatMessage:
    """Hand a file to everybody in the call and return its line; the same id is the same line.

    Pictures are drawn anew, so that nothing hidden in them (where they were taken) is passed on.
    No transaction may be open: drawing takes long. Raises what `access.place_of`, `kind_of` and
    `clean_picture` raise, NotAllowed("not_admitted"), Conflict("room_closed"|"too_many_files").
    """
    room = _room_of(session_id, actor)
    if known := _known(room, actor, client_id):
        return known
    ready = _read(file)
    storage, stem = private_files(), f"rooms/{secrets.token_hex(16)}"
    names: list[str] = []
    try:
        names.append(storage.save(f"{stem}.{ready.ending}", ready.content))
        if ready.small:
            names.append(storage.save(f"{stem}-small.webp", ready.small))
        line, is_new = _store(room, actor, client_id, file, ready, names)
    except BaseException:
        _drop(storage, names)
        raise
    if not is_new:
        _drop(storage, names)
    return line


def _room_of(session_id: int, actor: User) -> Room:
    access.place_of(session_id=session_id, user=actor)
    stays = Participant.objects.filter(room__session_id=session_id, user=actor, left_at=None)
    stay = stays.filter(admitted_at__isnull=False).select_related("room").first()
    if stay is None:
        raise NotAllowed("not_admitted", _("Files are sent from inside the call."))
    return stay.room


def _known(room: Room, actor: User, client_id: str) -> ChatMessage | None:
    lines = ChatMessage.objects.filter(room=room, sender=actor, client_id=client_id)
    return lines.select_related("sender", "file", "room").first()


def _read(file: File) -> _Ready:
    kind = kind_of(file)
    if kind not in PICTURES:
        return _Ready(kind, file)
    large = clean_picture(file.read(MAX_BYTES + 1), side=LARGE_SIDE, square=False)
    small = clean_picture(large.read(), side=SMALL_SIDE, square=False)
    with Image.open(small) as drawn:
        side = drawn.size
    large.seek(0)
    small.seek(0)
    return _Ready("webp", large, small, side)


@transaction.atomic
def _store(
    room: Room, actor: User, client_id: str, file: File, ready: _Ready, names: list[str]
) -> tuple[ChatMessage, bool]:
    room = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
    if known := _known(room, actor, client_id):
        return known, False
    _refuse_too_much(room, actor, ready.content.size)
    stored = RoomFile.objects.create(
        room=room,
        sender=actor,
        client_id=client_id,
        title=title_of_file(file.name or ""),
        ending=ready.ending,
        size=ready.content.size,
        file=names[0],
        preview=names[1] if ready.small else "",
        width=ready.side[0],
        height=ready.side[1],
        created_at=now(),
    )
    return chat.add(room=room, sender=actor, client_id=client_id, file=stored), True


def _refuse_too_much(room: Room, actor: User, size: int) -> None:
    mine = RoomFile.objects.filter(room=room, sender=actor).count()
    if mine >= MOST_OF_PERSON or files.bytes_in(room.pk) + size > MOST_BYTES_IN_ROOM:
        raise Conflict("too_many_files", ERRORS["too_many_files"])


def forget_person(*, user_id: int) -> None:
    """Delete what somebody handed out in any room; its lines stay. In a transaction."""
    for one in RoomFile.objects.filter(sender_id=user_id):
        names = [str(stored.name) for stored in (one.file, one.preview) if stored]
        transaction.on_commit(partial(_drop, private_files(), names))
        one.delete()


def sweep() -> int:
    """Delete the bytes of files kept CHAT_FILES_KEEP_DAYS; returns how many files went."""
    until = now() - timedelta(days=settings.CHAT_FILES_KEEP_DAYS)
    old = RoomFile.objects.filter(deleted_at=None, created_at__lte=until).order_by("created_at")
    return sweeps.each(list(old.values_list("pk", flat=True)[:SWEEP_LIMIT]), _expire)


def _expire(pk: int) -> bool:
    one = RoomFile.objects.select_for_update(no_key=True).filter(pk=pk, deleted_at=None).first()
    if one is None:
        return False
    names = [str(stored.name) for stored in (one.file, one.preview) if stored]
    one.file = one.preview = ""
    one.width = one.height = 0
    one.deleted_at = now()
    one.save(update_fields=["file", "preview", "width", "height", "deleted_at"])
    transaction.on_commit(partial(_drop, private_files(), names))
    return True


def _drop(storage: Storage, names: list[str]) -> None:
    for name in names:
        storage.delete(name)
