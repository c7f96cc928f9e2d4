"""Reading series: the dates one would have, and those it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import SessionState
from ..models import Session, SessionSeries
from ..repeating import Occurrence, weekly
from .sessions import OPEN_STATES, given_up


@dataclass(frozen=True)
class Planned:
    """A date of a series to be, and the session of the mentor's that is in its way."""

    date: Occurrence
    ends_at: datetime
    clash: Session | None


def planned(session: Session, *, weeks: int, zone: ZoneInfo, elsewhere: ZoneInfo) -> list[Planned]:
    """Return the dates of a session repeated in `zone`, as they are `elsewhere`, with overlaps.

    `weeks` as repeating.weekly has it. One query however many weeks.
    """
    length = session.ends_at - session.starts_at
    dates = weekly(session.starts_at, weeks=weeks, zone=zone, elsewhere=elsewhere)
    others = Session.objects.filter(
        mentor=session.mentor_id,
        state__in=OPEN_STATES,
        ends_at__gt=dates[0].starts_at,
        starts_at__lt=dates[-1].starts_at + length,
    ).exclude(pk=session.pk)
    taught = list(others.order_by("starts_at"))
    return [_planned(date, date.starts_at + length, taught) for date in dates]


def _planned(date: Occurrence, ends_at: datetime, taught: Iterable[Session]) -> Planned:
    at_once = (one for one in taught if one.starts_at < ends_at and one.ends_at > date.starts_at)
    return Planned(date, ends_at, next(at_once, None))


def of_actor(user: User, pk: int) -> SessionSeries | None:
    """Return a series of this mentor, or None."""
    return SessionSeries.objects.filter(pk=pk, mentor__user=user).first()


def sessions_of(series: SessionSeries) -> QuerySet[Session]:
    """Return all sessions of a series, soonest first."""
    found = Session.objects.filter(series=series).select_related("mentor__user", "domain")
    return found.order_by("starts_at", "id")


def rest_of(series: SessionSeries) -> QuerySet[Session]:
    """Return what of a series is still to come, and its drafts; in the order of locks."""
    coming = sessions_of(series).filter(state=SessionState.SCHEDULED, starts_at__gt=now())
    drafts = sessions_of(series).filter(state=SessionState.DRAFT)
    return (coming | drafts).order_by("pk")


def lost_with(sessions: Iterable[Session]) -> tuple[int, int]:
    """Return how many seats are lost if all these are cancelled, and the paise that come back."""
    lost = [given_up(one) for one in sessions if one.state == SessionState.SCHEDULED]
    return sum(seats for seats, _ in lost), sum(paise for _, paise in lost)
