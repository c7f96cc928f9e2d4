"""The life of a session; nobody else moves its state."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from peerlearn.common.states import check_move

from ..enums import SESSION_MOVES, Level, SessionKind, SessionState, Vetting
from ..models import Domain, Mentor, Session, Skill
from ..session_rules import lacking
from ..signals import session_changed
from . import overlaps, session_writing

CurriculumRow = tuple[str, str, int]


class Stale(Conflict):
    """Somebody saved since this page was opened; `session` is how it stands now."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            "stale", "This session was changed elsewhere. Your words are still here: compare."
        )
        self.session = session


@transaction.atomic
def create_draft(
    *,
    mentor: Mentor,
    title: str = "",
    summary: str = "",
    description: str = "",
    domain: Domain | None = None,
    skills: Iterable[Skill] = (),
    level: str = Level.BEGINNER,
    language: str = "English",
    starts_at: datetime | None = None,
    minutes: int = 60,
    capacity: int = 1,
    price: int = 0,
    curriculum: Iterable[CurriculumRow] = (),
    cover: File | None = None,
    min_seats: int = 0,
    decide_hours: int = 24,
    kind: str = SessionKind.PUBLIC,
) -> Session:
    """Store a draft, which may be incomplete; `price` in paise a seat.

    `curriculum` are (title, text, minutes) rows; `decide_hours` before the start a session with
    fewer than `min_seats` learners is cancelled.
    Raises DomainError("invalid_session") with the fields that are wrong.
    """
    values: dict[str, Any] = {
        "title": title.strip(),
        "summary": summary.strip(),
        "description": description,
        "domain": domain,
        "skills": list(skills),
        "level": level,
        "language": language.strip(),
        "starts_at": starts_at,
        "minutes": minutes,
        "capacity": capacity,
        "price": price,
        "curriculum": list(curriculum),
        "min_seats": min_seats,
        "decide_hours": decide_hours,
    }
    session_writing.check(values)
    if cover is not None:
        values["cover"] = cover
    session = Session(mentor=mentor, kind=kind, created_at=now())
    session_writing.write(session, values)
    return session


@transaction.atomic
def publish(*, session_id: int, actor: User, version: int | None = None) -> Session:
    """Draft to scheduled, as the mentor saw it if `version` is given.

    Raises NotAllowed for anybody but its approved mentor, Stale, DomainError("incomplete") with
    what is lacking, Conflict("in_the_past"|"decided_too_soon"|"overlap"|"illegal_move").
    """
    session = of_mentor(session_id, actor)
    if session.mentor.vetting != Vetting.APPROVED:
        raise NotAllowed("not_approved", "Your profile must be approved before you can publish.")
    if version is not None and version != session.version:
        raise Stale(session)
    check_move(SESSION_MOVES, session.state, SessionState.SCHEDULED)
    missing = lacking(session_writing.values_of(session))
    if session.kind == SessionKind.PRIVATE:
        missing.pop("summary", None)
    session_writing.refuse(missing, "incomplete")
    if session.starts_at <= now():
        raise Conflict("in_the_past", "Choose a start that is still to come.")
    check_decision(session)
    overlaps.check_free(
        mentor_id=session.mentor_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        besides=session.pk,
    )
    with overlaps.refused_as_overlap():
        return move(session, SessionState.SCHEDULED, "published", published_at=now())


def check_decision(session: Session) -> None:
    """Raise Conflict("decided_too_soon") if its minimum would have to be met in the past."""
    decides = session.decides_at
    if decides and decides <= now() and session.goes_ahead_at is None:
        text = "The moment when enough learners must have booked is over. Choose fewer hours."
        raise Conflict("decided_too_soon", text, fields={"decide_hours": text})


@transaction.atomic
def start(*, session_id: int, actor: User) -> Session:
    """Scheduled to live, by its mentor; starting what is live already changes nothing."""
    session = of_mentor(session_id, actor)
    if session.state == SessionState.LIVE:
        return session
    return move(session, SessionState.LIVE, "started", started_at=now())


def move(session: Session, new: str, change: str, **fields: Any) -> Session:
    """Move a session's state, for services of learning inside their transaction."""
    check_move(SESSION_MOVES, session.state, new)
    fields |= {"state": new, "updated_at": now()}
    # The state is part of the condition, so of two who try at once one finds it gone.
    if not Session.objects.filter(pk=session.pk, state=session.state).update(**fields):
        raise Conflict("changed_meanwhile", "This session just changed. Look again.")
    session.refresh_from_db()
    session_changed.send(Session, session_id=session.pk, change=change)
    return session


def of_mentor(session_id: int, actor: User) -> Session:
    """Return a session of this mentor, its row locked. Raises NotFound, NotAllowed."""
    session = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mentor__user")
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        raise NotFound("no_session", "There is no such session.")
    if session.mentor.user_id != actor.pk:
        raise NotAllowed("not_your_session", "Only the mentor of this session can do that.")
    return session
