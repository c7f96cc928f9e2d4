"""The decks a mentor brings to a room: PDFs, uploaded or of the session's materials."""

import secrets
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from learning.material_files import kind_of, title_of_file
from learning.queries import materials
from peerlearn.accounts.models import User
from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.files import private_files

from ..enums import RoomRole
from ..models import Deck, Room, Slide
from ..queries import access
from . import rooms, surface

PDF = "pdf"
MOST_DECKS = 10
SWEEP_LIMIT = 200


def add_file(*, session_id: int, actor: User, file: File) -> Deck:
    """Take a PDF for the slides of one's session; its pages become pictures soon.

    Raises what `access.enter_place` raises before the room opens except "too_early",
    NotAllowed("not_mentor"), Conflict("enough"), and DomainError: not_a_pdf, and what
    `learning.material_files.kind_of` raises.
    """
    if kind_of(file) != PDF:
        raise _no_pdf()
    room = _own_room(session_id, actor)
    return _add(room, actor, title_of_file(file.name or ""), file)


def add_material(*, session_id: int, actor: User, material_id: int) -> Deck:
    """Take one of the session's PDFs as slides. Raises NotFound("no_material"), and as add_file."""
    room = _own_room(session_id, actor)
    material = materials.for_download(actor, material_id)
    if material is None or material.session_id != session_id:
        raise NotFound("no_material", _("There is no such file."))
    if material.ending != PDF:
        raise _no_pdf()
    with material.file.open("rb") as stored:
        # A copy: the material may be taken away while the slides are on.
        return _add(room, actor, material.title, ContentFile(stored.read()))


def _no_pdf() -> DomainError:
    text = _("Slides are a PDF. Save your presentation as PDF and send that.")
    return DomainError("not_a_pdf", text, fields={"file": text})


def _not_mentor() -> NotAllowed:
    return NotAllowed("not_mentor", _("Only the mentor brings slides and takes them away."))


def _own_room(session_id: int, actor: User) -> Room:
    place = access.place_of(session_id=session_id, user=actor)
    if place.role != RoomRole.MENTOR:
        raise _not_mentor()
    if access.is_over(place.session):
        raise Conflict("room_closed", _("This session is over."))
    return rooms.room_of(place.session)


def _add(room: Room, actor: User, title: str, file: File) -> Deck:
    storage = private_files()
    name = storage.save(f"slides/{room.pk}/{secrets.token_hex(16)}.pdf", file)
    try:
        with transaction.atomic():
            Room.objects.select_for_update(no_key=True).get(pk=room.pk)
            if Deck.objects.filter(room=room).count() >= MOST_DECKS:
                raise Conflict("enough", _("%d sets of slides are the most.") % MOST_DECKS)
            return Deck.objects.create(
                room=room, owner=actor, title=title, file=name, created_at=now()
            )
    except BaseException:
        storage.delete(name)
        raise


@transaction.atomic
def delete(*, session_id: int, actor: User, deck_id: int) -> None:
    """Take a deck of one's session away, before, during or after it, also while it is shown.

    Raises what `access.place_of` raises, NotAllowed("not_mentor") and NotFound("no_slide").
    """
    place = access.place_of(session_id=session_id, user=actor)
    if place.role != RoomRole.MENTOR:
        raise _not_mentor()
    room = Room.objects.select_for_update(no_key=True).filter(session_id=session_id).first()
    deck = Deck.objects.filter(room=room, pk=deck_id).first()
    if room is None or deck is None:
        raise NotFound("no_slide", _("There are no such slides."))
    surface.put_away(room, deck)
    _drop(Deck.objects.filter(pk=deck.pk))


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Delete the decks somebody brought, with their files, once the transaction has committed."""
    _drop(Deck.objects.filter(owner_id=user_id))


def sweep() -> int:
    """Delete the decks of sessions that ended SLIDES_KEEP_DAYS ago; returns how many went."""
    until = now() - timedelta(days=settings.SLIDES_KEEP_DAYS)
    old = Deck.objects.filter(room__session__ends_at__lte=until)
    return sweeps.each(list(old.values_list("pk", flat=True)[:SWEEP_LIMIT]), _expire)


def _expire(pk: int) -> None:
    _drop(Deck.objects.filter(pk=pk))


def _drop(decks: QuerySet[Deck]) -> None:
    names = [*decks.values_list("file", flat=True)]
    names += Slide.objects.filter(deck__in=decks).values_list("picture", flat=True)
    decks.delete()
    for name in names:
        transaction.on_commit(partial(private_files().delete, name))
