"""A running session gets more time, if nobody has to be somewhere else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.common.errors import Conflict, DomainError

from ..enums import SEATED, BookingState, SessionState
from ..models import Booking, Session
from ..queries.sessions import OPEN_STATES
from ..signals import session_changed
from . import overlaps

STEPS = (5, 10, 15, 30)


@transaction.atomic
def check(*, session_id: int, minutes: int) -> datetime:
    """Return until when a running session would go on with so many minutes more.

    Locks the mentor, then the session. Raises DomainError("bad_minutes"), Conflict("not_live"),
    Conflict("long_enough") past the limit of all extensions, Conflict("overlap") if the mentor
    teaches then, Conflict("somebody_booked") if a learner of this session has a seat elsewhere.
    """
    overlaps.hold_mentor(sessions=session_id).first()
    session = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session_id)
    if minutes not in STEPS:
        raise DomainError("bad_minutes", _("Choose 5, 10, 15 or 30 minutes."))
    if session.state != SessionState.LIVE:
        raise Conflict("not_live", _("Only a class that runs can get more time."))
    until = session.ends_at + timedelta(minutes=minutes)
    most = timedelta(minutes=session.planned_minutes + settings.ROOM_EXTEND_MOST_MINUTES)
    if until > session.starts_at + most:
        text = _("A class goes on for at most %d minutes longer than planned.")
        raise Conflict("long_enough", text % settings.ROOM_EXTEND_MOST_MINUTES)
    overlaps.check_free(
        mentor_id=session.mentor_id,
        starts_at=session.starts_at,
        ends_at=until,
        besides=session.pk,
    )
    _check_learners(session, until)
    return until


def _check_learners(session: Session, until: datetime) -> None:
    here = session.bookings.filter(state=BookingState.CONFIRMED).values("learner")
    elsewhere = Booking.objects.filter(
        learner__in=here,
        state__in=SEATED,
        session__state__in=OPEN_STATES,
        session__starts_at__lt=until,
        session__ends_at__gt=session.ends_at,
    ).exclude(session=session)
    # No name: where somebody else has a seat is their own business.
    if elsewhere.exists():
        raise Conflict("somebody_booked", _("Somebody here has another session right after this."))


@transaction.atomic
def extend(*, session_id: int, minutes: int) -> datetime:
    """Let a running session end so many minutes later; returns when. Raises what `check` raises.

    That all who are there agreed is the caller's word. What was paid stays as it is.
    """
    until = check(session_id=session_id, minutes=minutes)
    with overlaps.refused_as_overlap():
        Session.objects.filter(pk=session_id).update(ends_at=until)
    session_changed.send(Session, session_id=session_id, change="extended")
    return until
