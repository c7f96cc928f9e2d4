"""The life of a session; nobody else moves its state."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.money import MIN_PAISE
from peerlearn.common.states import check_move

from ..enums import SESSION_MOVES, SessionKind, SessionState, Vetting
from ..models import CurriculumItem, Domain, Mentor, Session, Skill
from ..signals import session_changed

CurriculumRow = tuple[str, str, int]


@transaction.atomic
def create_draft(
    *,
    mentor: Mentor,
    title: str,
    summary: str,
    description: str,
    domain: Domain,
    skills: Iterable[Skill],
    level: str,
    language: str,
    starts_at: datetime,
    minutes: int,
    capacity: int,
    price: int,
    curriculum: Iterable[CurriculumRow] = (),
    cover: File | None = None,
    kind: str = SessionKind.PUBLIC,
) -> Session:
    """Store a draft; `price` in paise a seat, `curriculum` as (title, text, minutes) rows.

    Raises DomainError("invalid_session") with the fields that are wrong.
    """
    faults = _faults(minutes=minutes, capacity=capacity, price=price, title=title)
    if faults:
        raise DomainError("invalid_session", next(iter(faults.values())), fields=faults)
    session = Session(
        mentor=mentor,
        kind=kind,
        title=title.strip(),
        summary=summary,
        description=description,
        domain=domain,
        level=level,
        language=language,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        capacity=capacity,
        price=price,
        created_at=now(),
    )
    if cover is not None:
        session.cover = cover
    session.save()
    session.skills.set(skills)
    CurriculumItem.objects.bulk_create(
        CurriculumItem(session=session, position=place, title=name, text=text, minutes=length)
        for place, (name, text, length) in enumerate(curriculum, start=1)
    )
    return session


def _faults(*, minutes: int, capacity: int, price: int, title: str) -> dict[str, str]:
    checks = {
        "title": (not title.strip(), "A session needs a title."),
        "minutes": (not 15 <= minutes <= 240, "A session takes 15 to 240 minutes."),
        "capacity": (
            not 1 <= capacity <= settings.SESSION_MAX_SEATS,
            f"A room carries 1 to {settings.SESSION_MAX_SEATS} learners.",
        ),
        "price": (price != 0 and price < MIN_PAISE, "A seat is free or costs at least ₹1."),
    }
    return {field: text for field, (wrong, text) in checks.items() if wrong}


@transaction.atomic
def publish(*, session_id: int, actor: User) -> Session:
    """Draft to scheduled. Raises NotAllowed for anybody but its approved mentor."""
    session = _of_mentor(session_id, actor)
    if session.mentor.vetting != Vetting.APPROVED:
        raise NotAllowed("not_approved", "Your profile must be approved before you can publish.")
    if session.starts_at <= now():
        raise Conflict("in_the_past", "Choose a start that is still to come.")
    return _move(session, SessionState.SCHEDULED, "published", published_at=now())


@transaction.atomic
def start(*, session_id: int, actor: User) -> Session:
    """Scheduled to live, by its mentor; starting what is live already changes nothing."""
    session = _of_mentor(session_id, actor)
    if session.state == SessionState.LIVE:
        return session
    return _move(session, SessionState.LIVE, "started", started_at=now())


def move(session: Session, new: str, change: str, **fields: Any) -> Session:
    """Move a session's state for another service of learning, inside its transaction."""
    return _move(session, new, change, **fields)


def _move(session: Session, new: str, change: str, **fields: Any) -> Session:
    check_move(SESSION_MOVES, session.state, new)
    fields |= {"state": new, "updated_at": now()}
    # The state is part of the condition, so of two who try at once one finds it gone.
    if not Session.objects.filter(pk=session.pk, state=session.state).update(**fields):
        raise Conflict("changed_meanwhile", "This session just changed. Look again.")
    session.refresh_from_db()
    session_changed.send(Session, session_id=session.pk, change=change)
    return session


def _of_mentor(session_id: int, actor: User) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("mentor__user")
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        raise NotFound("no_session", "There is no such session.")
    if session.mentor.user_id != actor.pk:
        raise NotAllowed("not_your_session", "Only the mentor of this session can do that.")
    return session
