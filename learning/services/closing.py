"""How a session ends: taught, cancelled, or never started; and what becomes of its seats."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from payments.services import orders, refunds
from peerlearn.accounts.models import User
from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.notifications.services import notify

from .. import policies
from ..enums import SEATED, BookingState, MailKind, SessionState
from ..models import Booking, Mentor, Session
from ..signals import seats_changed
from . import attendance, earning, mails, overlaps, seats, sessions

SWEEP_LIMIT = 50


@transaction.atomic
def end(*, session_id: int, actor: User | None) -> Session:
    """Live to completed; who was there long enough has attended, who was not has missed it.

    `actor` is the mentor, or None for the sweep. What the mentor left before it was taught is
    cancelled and refunded instead, whoever ends it. Ending what has ended changes nothing.
    Raises NotAllowed for anybody else, Conflict("illegal_move") for what never started.
    """
    overlaps.hold_mentor(sessions=session_id).first()
    session = _locked(session_id)
    if actor is not None and session.mentor.user_id != actor.pk:
        raise NotAllowed("not_your_session", "Only the mentor can end this session.")
    if session.state in (SessionState.COMPLETED, SessionState.CANCELLED):
        return session
    moment = now()
    if session.state == SessionState.LIVE and not attendance.taught(session, moment):
        return _not_taught(session, _("The mentor was not there to teach this session."))
    session = sessions.move(session, SessionState.COMPLETED, "ended", ended_at=moment)
    Mentor.objects.filter(pk=session.mentor_id).update(
        sessions_taught=F("sessions_taught") + 1, last_active_at=now()
    )
    _drop_holds(session)
    # By order, as whoever changes the money of several orders goes.
    for booking in session.bookings.filter(state=BookingState.CONFIRMED).order_by("order_id", "pk"):
        state = attendance.outcome(session, booking, moment)
        if not _close(booking, state):
            continue
        if state == BookingState.NO_SHOW_MENTOR:
            _refund(booking)
            continue
        earning.earn(booking)
        if actor is not None and attendance.cut_short(session, booking, moment):
            _ask_whether_agreed(booking)
    return session


def _ask_whether_agreed(booking: Booking) -> None:
    # Ended early may be what both wanted, or a lesson that never was: who paid is to know the way.
    data = {"title": booking.session.title, "url": f"/bookings/{booking.pk}/contest/"}
    notify(user=booking.learner, kind="ended_early", data=data, dedup=f"booking-{booking.pk}")


@transaction.atomic
def cancel(*, session_id: int, actor: User | None, reason: str) -> Session:
    """Cancel a session: every paid seat is refunded in full, everybody is told.

    `actor` is the mentor, who must say why, or None for staff and sweeps. Cancelling twice is once.
    Raises NotFound, NotAllowed, DomainError("reason_missing"), Conflict("illegal_move").
    """
    session = _locked(session_id)
    if actor is not None and session.mentor.user_id != actor.pk:
        raise NotAllowed("not_your_session", "Only the mentor can cancel this session.")
    if session.state == SessionState.CANCELLED:
        return session
    reason = reason.replace("\0", " ").strip()
    if not reason:
        text = "Say why; your learners read it."
        raise DomainError("reason_missing", text, fields={"reason": text})
    session = sessions.move(
        session, SessionState.CANCELLED, "cancelled", cancel_reason=reason[:300], ended_at=now()
    )
    _refund_all(session, BookingState.CANCELLED_MENTOR)
    return session


@transaction.atomic
def give_up(*, booking_id: int, actor: User) -> Booking:
    """Let a learner go whose mentor is late beyond the grace: all they paid goes back at once.

    The caller knows that the mentor is not there. A session that nobody waits for any more is
    cancelled. Raises NotFound, Conflict("not_late") before the grace is over and once it has begun,
    Conflict("closed") for a seat that is not confirmed.
    """
    if not Booking.objects.filter(pk=booking_id, learner=actor).exists():
        raise NotFound("no_booking", _("There is no such booking."))
    booking = seats.lock_confirmed(booking_id)
    session = booking.session
    if session.state != SessionState.SCHEDULED or now() < policies.unmet_from(session.starts_at):
        raise Conflict("not_late", _("This session can still begin: stay a little longer."))
    _close(booking, BookingState.NO_SHOW_MENTOR)
    _refund(booking)
    seats.free(session.pk)
    mails.note(booking, MailKind.CANCELLED)
    notify(
        user=session.mentor.user,
        kind="learner_gave_up",
        data={"title": session.title, "learner": actor.name, "url": "/mentor/sessions/past/"},
        dedup=f"booking-{booking.pk}",
    )
    if not session.bookings.filter(state=BookingState.CONFIRMED).exists():
        _not_taught(session, _("The mentor did not start this session."))
    return booking


def settle_overdue() -> int:
    """End live sessions 15 minutes after their end; cancel those that never started.

    Returns how many were settled. Each in a transaction of its own.
    """
    moment = now()
    grace = moment - timedelta(minutes=settings.ROOM_SWEEP_MINUTES_AFTER_END)
    running = Session.objects.filter(state=SessionState.LIVE, ends_at__lt=grace)
    missed = Session.objects.filter(state=SessionState.SCHEDULED, ends_at__lt=moment)
    late = list(running.values_list("pk", flat=True)[:SWEEP_LIMIT])
    done = sweeps.each(late, lambda session_id: end(session_id=session_id, actor=None))
    return done + sweeps.each(missed.values_list("pk", flat=True)[:SWEEP_LIMIT], _never_started)


@transaction.atomic
def _never_started(session_id: int) -> None:
    session = _locked(session_id)
    if session.state == SessionState.SCHEDULED:
        _not_taught(session, _("The mentor did not start this session."))


def _not_taught(session: Session, reason: str) -> Session:
    session = sessions.move(
        session, SessionState.CANCELLED, "cancelled", cancel_reason=reason, ended_at=now()
    )
    _refund_all(session, BookingState.NO_SHOW_MENTOR)
    return session


def _refund_all(session: Session, state: str) -> None:
    _drop_holds(session)
    for booking in session.bookings.filter(state=BookingState.CONFIRMED).select_related("learner"):
        if not _close(booking, state):
            continue
        _refund(booking)
        mails.note(booking, MailKind.CANCELLED)
        notify(
            user=booking.learner,
            kind="session_cancelled",
            data={
                "title": session.title,
                "url": booking.get_absolute_url(),
                "reason": session.cancel_reason,
            },
            dedup=f"booking-{booking.pk}",
        )
    # Nobody sits in a cancelled session; what was taken is free again.
    left = session.bookings.filter(state__in=SEATED).count()
    Session.objects.filter(pk=session.pk).update(seats_taken=left)
    seats_changed.send(Session, session_id=session.pk)


def _refund(booking: Booking) -> None:
    if booking.order_id:
        refunds.request_refund(
            order_id=booking.order_id, amount=booking.price, reason=f"session {booking.state}"
        )


def _drop_holds(session: Session) -> None:
    # Before the confirmed seats are read: what is paid this moment is among them afterwards.
    for booking in session.bookings.filter(state=BookingState.HELD):
        if booking.order_id:  # before the booking, as who pays it locks them
            orders.void_order(order_id=booking.order_id, reason="session over")
        if _close(booking, BookingState.RELEASED):
            Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") - 1)


def _close(booking: Booking, state: str) -> bool:
    mine = Booking.objects.filter(pk=booking.pk, state=booking.state)
    moved = mine.update(state=state, changed_at=now())
    if moved:
        booking.state = state
        seats.tell(booking, "settled")
    return bool(moved)


def _locked(session_id: int) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mentor__user")
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        raise NotFound("no_session", "There is no such session.")
    return session
