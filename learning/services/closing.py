"""How a session ends: taught, cancelled, or never started; and what becomes of its seats."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from payments.services import orders, refunds
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import NotAllowed, NotFound
from peerlearn.notifications.services import notify

from ..enums import SEATED, BookingState, SessionState
from ..models import Booking, Mentor, Session
from ..signals import booking_changed, seats_changed
from . import sessions

SWEEP_LIMIT = 50


@transaction.atomic
def end(*, session_id: int, actor: User | None) -> Session:
    """Live to completed; who came has attended, who did not has missed it.

    `actor` is the mentor, or None for the sweep. Ending what has ended changes nothing.
    Raises NotAllowed for anybody else, Conflict("illegal_move") for what never started.
    """
    session = _locked(session_id)
    if actor is not None and session.mentor.user_id != actor.pk:
        raise NotAllowed("not_your_session", "Only the mentor can end this session.")
    if session.state == SessionState.COMPLETED:
        return session
    session = sessions.move(session, SessionState.COMPLETED, "ended", ended_at=now())
    Mentor.objects.filter(pk=session.mentor_id).update(
        sessions_taught=F("sessions_taught") + 1, last_active_at=now()
    )
    for booking in session.bookings.filter(state=BookingState.CONFIRMED):
        came = booking.first_joined_at is not None
        _close(booking, BookingState.COMPLETED if came else BookingState.NO_SHOW_LEARNER)
    _drop_holds(session)
    return session


@transaction.atomic
def cancel(*, session_id: int, actor: User | None, reason: str) -> Session:
    """Cancel a session: every paid seat is refunded in full, everybody is told.

    `actor` is the mentor, or None for staff and sweeps.
    """
    session = _locked(session_id)
    if actor is not None and session.mentor.user_id != actor.pk:
        raise NotAllowed("not_your_session", "Only the mentor can cancel this session.")
    if session.state == SessionState.CANCELLED:
        return session
    session = sessions.move(
        session, SessionState.CANCELLED, "cancelled", cancel_reason=reason[:300], ended_at=now()
    )
    _refund_all(session, BookingState.CANCELLED_MENTOR)
    return session


def settle_overdue() -> int:
    """End live sessions 15 minutes after their end; cancel those that never started.

    Returns how many were settled. Each in a transaction of its own.
    """
    moment = now()
    grace = moment - timedelta(minutes=settings.ROOM_SWEEP_MINUTES_AFTER_END)
    running = Session.objects.filter(state=SessionState.LIVE, ends_at__lt=grace)
    missed = Session.objects.filter(state=SessionState.SCHEDULED, ends_at__lt=moment)
    done = 0
    for session_id in running.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        end(session_id=session_id, actor=None)
        done += 1
    for session_id in missed.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        _never_started(session_id)
        done += 1
    return done


@transaction.atomic
def _never_started(session_id: int) -> None:
    session = _locked(session_id)
    if session.state != SessionState.SCHEDULED:
        return
    session = sessions.move(
        session,
        SessionState.CANCELLED,
        "cancelled",
        cancel_reason="The mentor did not start this session.",
        ended_at=now(),
    )
    _refund_all(session, BookingState.NO_SHOW_MENTOR)


def _refund_all(session: Session, state: str) -> None:
    for booking in session.bookings.filter(state=BookingState.CONFIRMED).select_related("learner"):
        _close(booking, state)
        if booking.order_id:
            refunds.request_refund(
                order_id=booking.order_id, amount=booking.price, reason=f"session {state}"
            )
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
    _drop_holds(session)
    # Nobody sits in a cancelled session; what was taken is free again.
    left = session.bookings.filter(state__in=SEATED).count()
    Session.objects.filter(pk=session.pk).update(seats_taken=left)
    seats_changed.send(Session, session_id=session.pk)


def _drop_holds(session: Session) -> None:
    for booking in session.bookings.filter(state=BookingState.HELD):
        _close(booking, BookingState.RELEASED)
        Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") - 1)
        if booking.order_id:
            orders.void_order(order_id=booking.order_id, reason="session over")


def _close(booking: Booking, state: str) -> None:
    moved = Booking.objects.filter(pk=booking.pk, state=booking.state).update(state=state)
    if moved:
        booking.state = state
        booking_changed.send(Booking, booking_id=booking.pk, change="settled")


def _locked(session_id: int) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("mentor__user")
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        raise NotFound("no_session", "There is no such session.")
    return session
