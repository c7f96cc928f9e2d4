"""Another time for a published session: everybody is told, and may give the seat back in full."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.zones import when_text, zone_of
from peerlearn.notifications.services import notify

from ..enums import SEATED, BookingState, MailKind, SessionState
from ..models import Booking, Session
from ..policies import free_return_until, hold_until, refund_policy
from ..signals import session_changed
from . import mails, overlaps
from . import session_writing as writing
from .sessions import check_decision, of_mentor


@transaction.atomic
def reschedule(
    *, session_id: int, actor: User, starts_at: datetime, minutes: int | None = None
) -> Session:
    """Give a published session that has not begun another time; the same time changes nothing.

    Everybody with a seat is told, and whoever gives it back until the new start, for at most 48
    hours from now, gets all of the money. With seats confirmed an earlier start keeps MOVE_HOURS
    from now. Raises DomainError("invalid_session"),
    Conflict("closed"|"overlap"|"decided_too_soon").
    """
    overlaps.hold_mentor(user=actor).first()
    session = of_mentor(session_id, actor)
    if session.state != SessionState.SCHEDULED or session.starts_at <= now():
        raise Conflict("closed", _("Only a session that is still to come gets another time."))
    length = session.minutes if minutes is None else minutes
    _check_time(starts_at, length)
    ends_at = starts_at + timedelta(minutes=length)
    if (starts_at, ends_at) == (session.starts_at, session.ends_at):
        return session
    _check_sooner(session, starts_at)
    before = session.starts_at
    session.starts_at, session.ends_at, session.planned_minutes = starts_at, ends_at, length
    check_decision(session)
    overlaps.check_free(
        mentor_id=session.mentor_id, starts_at=starts_at, ends_at=ends_at, besides=session.pk
    )
    session.mentor_ready_at = None
    session.moves += 1
    session.version += 1
    changed = ["starts_at", "ends_at", "planned_minutes", "mentor_ready_at", "moves", "version"]
    with overlaps.refused_as_overlap():
        session.save(update_fields=[*changed, "updated_at"])
    for booking in session.bookings.filter(state__in=SEATED).select_related("learner"):
        _offer_return(booking, session, before)
    session_changed.send(Session, session_id=session.pk, change="rescheduled")
    return session


def _check_time(starts_at: datetime, minutes: int) -> None:
    writing.check({"starts_at": starts_at, "minutes": minutes})
    soonest = now() + timedelta(minutes=settings.HOLD_MINUTES)
    if starts_at < soonest:
        text = _("Choose a start at least %d minutes from now.") % settings.HOLD_MINUTES
        writing.refuse({"starts_at": text})


def _check_sooner(session: Session, starts_at: datetime) -> None:
    # Who has a seat and sleeps must not wake up to a lesson missed and paid.
    soonest = now() + timedelta(hours=settings.MOVE_HOURS)
    if starts_at >= min(session.starts_at, soonest):
        return
    if session.bookings.filter(state=BookingState.CONFIRMED).exists():
        text = _("Learners have seats: an earlier start must be at least %d hours from now.")
        writing.refuse({"starts_at": text % settings.MOVE_HOURS})


def _offer_return(booking: Booking, session: Session, before: datetime) -> None:
    until = free_return_until(now(), session.starts_at)
    terms = booking.policy or refund_policy()
    booking.policy = {**terms, "free_until": int(until.timestamp())}
    booking.ready_at, booking.changed_at = None, now()
    if booking.hold_expires_at:  # no hold outlasts the start, for then nobody could use the seat
        latest = hold_until(booking.hold_expires_at, session.starts_at)
        booking.hold_expires_at = min(booking.hold_expires_at, latest)
    booking.save(update_fields=["policy", "ready_at", "changed_at", "hold_expires_at"])
    zone = zone_of(booking.learner.time_zone)
    notify(
        user=booking.learner,
        kind="session_moved",
        data={
            "title": session.title,
            "when": when_text(session.starts_at, zone),
            "until": when_text(until, zone),
            "url": booking.get_absolute_url(),
        },
        dedup=f"booking-{booking.pk}-{session.moves}",
    )
    if booking.state == BookingState.CONFIRMED:
        mails.note(booking, MailKind.SESSION_MOVED, before=before)
