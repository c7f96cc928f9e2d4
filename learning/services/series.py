"""A session repeats every week: copies with times of their own, all or none."""

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError
from peerlearn.common.zones import is_zone, zone_of

from ..enums import SessionKind, SessionState
from ..models import Session, SessionSeries
from ..repeating import MOST_WEEKS, weekly
from . import editing, overlaps, sessions


@transaction.atomic
def repeat(*, session_id: int, actor: User, weeks: int, time_zone: str) -> list[Session]:
    """Repeat a session weekly at the same time of day in `time_zone`; returns all of them.

    Copies of a draft are drafts; those of a published session are published, each or none.
    Raises DomainError("invalid_series") with fields, Conflict("no_time"|"closed"|"in_a_series"),
    and what sessions.publish raises.
    """
    if not 2 <= weeks <= MOST_WEEKS:
        text = _("From 2 to %d weeks.") % MOST_WEEKS
        raise DomainError("invalid_series", text, fields={"weeks": text})
    if not is_zone(time_zone):
        text = _("There is no such time zone.")
        raise DomainError("invalid_series", text, fields={"time_zone": text})
    overlaps.hold_mentor(user=actor).first()
    first = sessions.of_mentor(session_id, actor)
    _check(first)
    zone = zone_of(time_zone)
    dates = weekly(first.starts_at, weeks=weeks, zone=zone, elsewhere=zone)
    series = SessionSeries.objects.create(
        mentor=first.mentor, time_zone=time_zone, weeks=weeks, created_at=now()
    )
    Session.objects.filter(pk=first.pk).update(series=series)
    first.series = series
    made = [first]
    for date in dates[1:]:
        new = editing.copy(first, starts_at=date.starts_at)
        Session.objects.filter(pk=new.pk).update(series=series)
        if first.state == SessionState.SCHEDULED:
            new = sessions.publish(session_id=new.pk, actor=actor)
        made.append(new)
    return made


def _check(first: Session) -> None:
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
