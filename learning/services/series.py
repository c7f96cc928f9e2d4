"""A session repeats every week: copies with times of their own, all or none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound
from peerlearn.common.zones import is_zone, zone_of

from ..enums import SessionKind, SessionState
from ..models import Session, SessionSeries
from ..queries import series as queries
from ..queries import sessions as session_queries
from ..repeating import MOST_WEEKS, weekly
from . import closing, editing, overlaps, sessions


@transaction.atomic
def repeat(
    *,
    session_id: int,
    actor: User,
    weeks: int,
    time_zone: str,
    leave_out: bool = False,
    seen_start: datetime | None = None,
) -> list[Session]:
    """Repeat a session weekly at the same time of day in `time_zone`; returns all of them.

    Copies of a draft are drafts; those of a published session are published, each or none, or
    with `leave_out` each but those that overlap another session. `seen_start` is when the first
    was to start where the dates were looked at.
    Raises DomainError("invalid_series") with fields, Conflict("no_time"|"closed"|"in_a_series"|
    "moved"), and what sessions.publish raises.
    """
    if not 2 <= weeks <= MOST_WEEKS:
        text = _("From 2 to %d weeks.") % MOST_WEEKS
        raise DomainError("invalid_series", text, fields={"weeks": text})
    if not is_zone(time_zone):
        text = _("There is no such time zone.")
        raise DomainError("invalid_series", text, fields={"time_zone": text})
    overlaps.hold_mentor(user=actor).first()
    first = sessions.of_mentor(session_id, actor)
    check_repeatable(first)
    if seen_start is not None and abs(seen_start - first.starts_at) >= timedelta(minutes=1):
        raise Conflict("moved", _("This session has another time by now. Look at the dates again."))
    zone = zone_of(time_zone)
    dates = weekly(first.starts_at, weeks=weeks, zone=zone, elsewhere=zone)
    series = SessionSeries.objects.create(
        mentor=first.mentor, time_zone=time_zone, weeks=weeks, created_at=now()
    )
    Session.objects.filter(pk=first.pk).update(series=series)
    first.series = series
    made = [first]
    for date in dates[1:]:
        if leave_out and _overlaps(first, date.starts_at):
            continue
        new = editing.copy(first, starts_at=date.starts_at)
        Session.objects.filter(pk=new.pk).update(series=series)
        if first.state == SessionState.SCHEDULED:
            new = sessions.publish(session_id=new.pk, actor=actor)
        made.append(new)
    return made


def _overlaps(first: Session, starts_at: datetime) -> bool:
    ends_at = starts_at + (first.ends_at - first.starts_at)
    found = overlaps.clash(mentor_id=first.mentor_id, starts_at=starts_at, ends_at=ends_at)
    return found is not None


def check_repeatable(first: Session) -> None:
    """Raise Conflict("no_time"|"closed"|"in_a_series") for a session that can't repeat."""
    if first.kind != SessionKind.PUBLIC or first.state not in (
        SessionState.DRAFT,
        SessionState.SCHEDULED,
    ):
        raise Conflict("closed", _("Only a draft or a session to come can repeat."))
    if first.starts_at is None:
        raise Conflict("no_time", _("Choose when the first one starts."))
    if first.starts_at <= now():
        raise Conflict("closed", _("Only a draft or a session to come can repeat."))
    if first.series_id is not None:
        raise Conflict("in_a_series", _("This session repeats already."))


@dataclass(frozen=True)
class Ended:
    """What came of cancelling the rest of a series; paise."""

    cancelled: int
    deleted: int
    learners: int
    refunded: int


def cancel_rest(*, series_id: int, actor: User, reason: str) -> Ended:
    """Cancel all sessions of a series that are still to come, each with its refunds; delete drafts.

    Each in a transaction of its own: what stops one stops the later ones, and again does the rest.
    Raises NotFound, DomainError("reason_missing"), and what closing.cancel raises.
    """
    series = queries.of_actor(actor, series_id)
    if series is None:
        raise NotFound("no_series", _("You have no such series."))
    rest = list(queries.rest_of(series))
    if not reason.strip() and any(one.state == SessionState.SCHEDULED for one in rest):
        text = _("Say why; your learners read it.")
        raise DomainError("reason_missing", text, fields={"reason": text})
    cancelled = deleted = learners = refunded = 0
    for session in rest:
        if session.state == SessionState.DRAFT:
            editing.delete_draft(session_id=session.pk, actor=actor)
            deleted += 1
            continue
        session = closing.cancel(session_id=session.pk, actor=actor, reason=reason)
        seats, paise = session_queries.gave_up(session)
        cancelled, learners, refunded = cancelled + 1, learners + seats, refunded + paise
    return Ended(cancelled, deleted, learners, refunded)
