"""A mentor's words about a session: saved as they are typed, copied, thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError

from ..enums import SessionKind, SessionState
from ..models import CurriculumItem, Session
from ..session_rules import faults, lacking
from ..signals import session_changed
from . import materials, waitlist
from . import session_writing as writing
from .sessions import Stale, check_decision, of_mentor

EMPTY_KEPT = timedelta(hours=24)
SWEEP_LIMIT = 100
TIMES = ("starts_at", "minutes")
AGREED = ("price", "capacity", "min_seats")


@dataclass(frozen=True)
class Saved:
    """A session after an autosave, and what could not be stored, field by field."""

    session: Session
    left_out: dict[str, str]


@transaction.atomic
def edit(*, session_id: int, actor: User, version: int, changes: Mapping[str, Any]) -> Session:
    """Store what the mentor changed, all or nothing; the same again changes nothing.

    `version` is what the page showed. Raises Stale, DomainError("invalid_session"|"incomplete")
    with fields, Conflict("closed") for what has begun, Conflict("has_a_time") for the time of a
    published session, which is moving.reschedule's, Conflict("agreed") for the price of a private
    one.
    """
    session = _opened(session_id, actor, version)
    changes = writing.differing(session, changes)
    if session.state == SessionState.SCHEDULED:
        _check_published(session, changes)
    writing.refuse(_wrong(session, changes))
    _store(session, changes)
    return session


@transaction.atomic
def autosave(*, session_id: int, actor: User, version: int, changes: Mapping[str, Any]) -> Saved:
    """Store what can be stored of a draft while its mentor types; name what can't.

    Raises Stale, and Conflict("published") for what others see already: that is saved on purpose.
    """
    session = _opened(session_id, actor, version)
    if session.state != SessionState.DRAFT:
        raise Conflict("published", "This session is published. Save when you are done.")
    wrong = _wrong(session, changes)
    kept = {field: value for field, value in changes.items() if field not in wrong}
    _store(session, writing.differing(session, kept))
    return Saved(session, wrong)


@transaction.atomic
def delete_draft(*, session_id: int, actor: User) -> None:
    """Throw a draft away. Raises Conflict("published") for anything else."""
    session = of_mentor(session_id, actor)
    if session.state != SessionState.DRAFT:
        raise Conflict("published", "This session was published. Cancel it instead.")
    _delete(session)


@transaction.atomic
def duplicate(*, session_id: int, actor: User) -> Session:
    """Return a new draft with the words of any of the mentor's sessions, without its time.

    A copy is public, so one of a lesson for one has none of the words, which are its learner's.
    """
    source = of_mentor(session_id, actor)
    if source.kind == SessionKind.PRIVATE:
        return copy(source, title="", summary="", description="")
    return copy(source)


def copy(source: Session, **fields: Any) -> Session:
    """Return a draft with the words of `source` and other `fields`; in the caller's transaction.

    Raises DomainError("invalid_session") for fields that are wrong.
    """
    writing.check(fields)
    values = writing.values_of(source)
    values |= {"starts_at": None} | fields
    new = Session(mentor=source.mentor, created_at=now(), cover=source.cover.name or "")
    writing.write(new, values)
    if source.kind == SessionKind.PUBLIC:  # what was handed to one learner stays with them
        materials.copy_all(source, new)
    return new


def delete_abandoned() -> int:
    """Delete drafts nobody wrote a word into for a day; returns how many. A sweep."""
    empty = Session.objects.filter(
        state=SessionState.DRAFT,
        title="",
        summary="",
        description="",
        cover="",
        starts_at=None,
        curriculum=None,
        materials=None,
        updated_at__lt=now() - EMPTY_KEPT,
    )
    done = 0
    for session_id in empty.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        with transaction.atomic():
            # Looked at again under its lock: its mentor may be writing this moment.
            session = (
                empty.filter(pk=session_id).select_for_update(of=("self",), no_key=True).first()
            )
            if session is not None:
                _delete(session)
                done += 1
    return done


def _opened(session_id: int, actor: User, version: int) -> Session:
    session = of_mentor(session_id, actor)
    if session.state not in (SessionState.DRAFT, SessionState.SCHEDULED):
        raise Conflict("closed", "This session has begun or is over; it stays as it is.")
    if session.version != version:
        raise Stale(session)
    return session


def _wrong(session: Session, changes: Mapping[str, Any]) -> dict[str, str]:
    # What stands already is not judged again, except where two fields must agree.
    together = {"capacity": session.capacity, "min_seats": session.min_seats, **changes}
    both = {field: together[field] for field in ("capacity", "min_seats")}
    touched = {"capacity", "min_seats"} & set(changes)
    wrong = faults({**changes, **(both if touched else {})}, now=now())
    if "capacity" not in wrong and together["capacity"] < session.seats_taken:
        wrong["capacity"] = f"{session.seats_taken} seats are taken already."
    return wrong


def _check_published(session: Session, changes: Mapping[str, Any]) -> None:
    if any(field in changes for field in TIMES):
        text = "People have booked this time. Reschedule the session; we tell them."
        raise Conflict("has_a_time", text, fields={"starts_at": text})
    if session.kind == SessionKind.PRIVATE and any(field in changes for field in AGREED):
        text = "This was agreed with the learner."
        raise Conflict("agreed", text, fields={field: text for field in AGREED if field in changes})
    missing = lacking({**writing.values_of(session), **changes})
    if session.kind == SessionKind.PRIVATE:
        missing.pop("summary", None)
    writing.refuse(missing, "incomplete")


def _store(session: Session, changes: Mapping[str, Any]) -> None:
    if not changes:
        return
    writing.write(session, changes)
    if session.state == SessionState.SCHEDULED:
        if {"min_seats", "decide_hours"} & set(changes):
            check_decision(session)
        if "capacity" in changes:
            waitlist.offer_seats(session_id=session.pk)
        session_changed.send(Session, session_id=session.pk, change="edited")


def _delete(session: Session) -> None:
    if session.bookings.exists():
        raise DomainError("has_bookings", "Somebody holds a seat in this session.")
    writing.drop_cover(session)
    materials.drop_of(session)
    CurriculumItem.objects.filter(session=session).delete()
    session.delete()
