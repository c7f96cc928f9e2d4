"""What a mentor hands out with a session: added, put in order, taken away with its file."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound
from peerlearn.common.files import private_files
from peerlearn.notifications import queries as notice_queries
from peerlearn.notifications.services import notify

from ..enums import SessionState
from ..material_files import checked_url, kind_of, tidy_title, title_of_file
from ..models import Booking, Material, Mentor, Session
from ..queries import materials as queries
from ..signals import materials_changed
from .sessions import of_mentor

MOST_MATERIALS = 12
NEWS, QUIET_FOR = "material_added", timedelta(hours=1)
MOST_OF_MENTOR = 1024 * 1024 * 1024


@transaction.atomic
def add_link(*, session_id: int, actor: User, url: str, title: str = "") -> Material:
    """Add a web address. Raises DomainError("not_a_link"), and what `_open` raises."""
    session = _open(session_id, actor)
    material = Material(session=session, url=checked_url(url))
    return _add(material, tidy_title(title) or material.host)


@transaction.atomic
def add_file(*, session_id: int, actor: User, file: File, title: str = "") -> Material:
    """Store a file beside the media folder, under a name of ours.

    Raises what kind_of and `_open` raise, Conflict("too_much") beyond a mentor's share of space.
    """
    kind = kind_of(file)
    session = _open(session_id, actor)
    if queries.bytes_of(session.mentor) + file.size > MOST_OF_MENTOR:
        text = _("Your files take up all the space there is for them. Remove some.")
        raise Conflict("too_much", text, fields={"file": text})
    storage = private_files()
    name = storage.save(f"materials/{secrets.token_hex(16)}.{kind}", file)
    material = Material(session=session, file=name, ending=kind, size=file.size)
    try:
        return _add(material, tidy_title(title) or title_of_file(file.name or ""))
    except BaseException:
        storage.delete(name)
        raise


def _open(session_id: int, actor: User) -> Session:
    """Return the actor's session, locked, if it can have one more.

    Raises NotFound, NotAllowed, Conflict("closed") for a cancelled one, Conflict("enough").
    """
    session = of_mentor(session_id, actor)
    if session.state == SessionState.CANCELLED:
        raise Conflict("closed", _("This session was cancelled."))
    if session.materials.count() >= MOST_MATERIALS:
        raise Conflict("enough", _("%d files and links are the most.") % MOST_MATERIALS)
    return session


def _add(material: Material, title: str) -> Material:
    last = material.session.materials.aggregate(last=Max("position", default=0))["last"]
    material.title, material.position = title, last + 1
    material.save()
    materials_changed.send(Material, session_id=material.session_id)
    _tell(material)
    return material


def _tell(material: Material) -> None:
    """Tell who has a seat, once an hour at most: several files in a row are one piece of news."""
    moment, session = now(), material.session
    heard = notice_queries.told_since(
        kind=NEWS, about=f"{session.pk}:", since=moment - QUIET_FOR
    ).values("user_id")
    seats = Booking.objects.filter(session=session, state__in=queries.WITH_A_SEAT)
    for booking in seats.exclude(learner_id__in=heard).select_related("learner"):
        data = {"title": session.title, "name": material.title, "url": booking.get_absolute_url()}
        notify(user=booking.learner, kind=NEWS, data=data, dedup=f"{session.pk}:{material.pk}")


@transaction.atomic
def remove(*, session_id: int, material_id: int, actor: User) -> None:
    """Take one away; its file goes after the commit. Raises NotFound, NotAllowed."""
    _drop([_mine(session_id, material_id, actor)])
    materials_changed.send(Material, session_id=session_id)


@transaction.atomic
def move(*, session_id: int, material_id: int, actor: User, position: int) -> None:
    """Put one at another place, 1 being the first; what is too far is the last."""
    material = _mine(session_id, material_id, actor)
    others = [one for one in material.session.materials.all() if one.pk != material.pk]
    others.insert(min(max(position, 1), len(others) + 1) - 1, material)
    for place, one in enumerate(others, start=1):
        one.position = place
    Material.objects.bulk_update(others, ["position"])


def _mine(session_id: int, material_id: int, actor: User) -> Material:
    session = of_mentor(session_id, actor)
    material = session.materials.filter(pk=material_id).first()
    if material is None:
        raise NotFound("no_material", _("There is no such file or link."))
    return material


def copy_all(source: Session, target: Session) -> None:
    """Give a copy of a session the same materials; both rows name one file. In a transaction."""
    Material.objects.bulk_create(
        Material(
            session=target, position=one.position, title=one.title, url=one.url,
            file=one.file.name, ending=one.ending, size=one.size,
        )
        for one in queries.of_session(source)
    )  # fmt: skip


def drop_of(session: Session) -> None:
    """Delete a session's materials with their files. Inside the caller's transaction."""
    _drop(queries.of_session(session))


def forget(mentor: Mentor) -> None:
    """Delete all a mentor handed out. Inside the caller's transaction."""
    _drop(queries.of_mentor(mentor))


def _drop(materials: Iterable[Material]) -> None:
    found = list(materials)
    Material.objects.filter(pk__in=[one.pk for one in found]).delete()
    for name in {str(one.file.name) for one in found if one.file}:
        transaction.on_commit(partial(_delete_unused, name))


def _delete_unused(name: str) -> None:
    # After the commit: of two copies that go at once the later one finds the file unused.
    if not Material.objects.filter(file=name).exists():
        private_files().delete(name)
