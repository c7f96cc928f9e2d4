"""Sessions that take place only if enough learners book: decided in time, everybody told."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.notifications.services import notify

from ..enums import BookingState, SessionState
from ..models import Session
from ..session_rules import LONGEST_NOTICE
from ..signals import session_changed
from . import closing
from .sessions import of_mentor

SWEEP_LIMIT = 50


@transaction.atomic
def go_ahead(*, session_id: int, actor: User) -> Session:
    """Let a session take place however few come; twice is once. Raises Conflict("closed")."""
    session = of_mentor(session_id, actor)
    if session.state != SessionState.SCHEDULED:
        raise Conflict("closed", _("Only a session that is still to come can go ahead."))
    if session.goes_ahead_at is None:
        _settle(session)
    return session


def _settle(session: Session) -> None:
    session.goes_ahead_at = now()
    session.save(update_fields=["goes_ahead_at", "updated_at"])
    session_changed.send(Session, session_id=session.pk, change="goes_ahead")


def decide_due() -> int:
    """Settle sessions whose moment of decision has come; returns how many were cancelled.

    A sweep. Seats held for payment may still count: while they decide it, it waits.
    """
    near = Session.objects.filter(
        state=SessionState.SCHEDULED,
        min_seats__gt=0,
        goes_ahead_at=None,
        starts_at__lte=now() + timedelta(hours=LONGEST_NOTICE),
    )
    due = [one.pk for one in near if one.decides_at and one.decides_at <= now()]
    return sweeps.each(due[:SWEEP_LIMIT], _decide)


@transaction.atomic
def _decide(session_id: int) -> bool:
    session = Session.objects.select_for_update(of=("self",), no_key=True).select_related(
        "mentor__user"
    )
    found = session.get(pk=session_id)
    decides = found.decides_at
    settled = found.state != SessionState.SCHEDULED or found.goes_ahead_at or not decides
    if settled or (decides and decides > now()):
        return False
    # The held first: a seat paid in between counts twice and decides at the next sweep, not never.
    held = found.bookings.filter(state=BookingState.HELD).count()
    seats = found.bookings.filter(state=BookingState.CONFIRMED).count()
    if seats >= found.min_seats:
        _settle(found)
        return False
    if seats + held >= found.min_seats and found.starts_at > now():
        return False
    reason = _("Too few learners booked: %(seats)d of at least %(least)d.") % {
        "seats": seats,
        "least": found.min_seats,
    }
    closing.cancel(session_id=session_id, actor=None, reason=reason)
    notify(
        user=found.mentor.user,
        kind="session_not_enough",
        data={"title": found.title, "reason": reason, "url": "/mentor/sessions/past/"},
        dedup=f"session-{found.pk}",
    )
    return True
