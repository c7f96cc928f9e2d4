"""What becomes of a person's sessions and seats when their account closes, and when it opens."""

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import SEATED, BookingState, SessionState, WaitState
from ..models import Booking, Mentor, Session, WaitlistEntry
from ..queries.sessions import OPEN_STATES
from ..signals import mentor_changed
from . import bookings, closing, leaving, request_sweeps, seats


@transaction.atomic
def close(*, user_id: int, by_staff: bool) -> None:
    """End what somebody has coming, as mentor and as learner.

    A mentor's sessions, also the one that runs, are cancelled and every seat is refunded in full.
    A learner's seats go back: refunded in full if we closed the account, for that was not their
    choice, and by the terms they booked under if they did.
    """
    user = User.objects.get(pk=user_id)
    # All at once and in order, so that two who leave at once, or somebody who moves, lock alike.
    taken = Booking.objects.filter(learner=user, state__in=SEATED)
    taught = Session.objects.filter(mentor__user=user, state__in=OPEN_STATES)
    seats.lock_sessions(
        *taken.values_list("session", flat=True), *taught.values_list("pk", flat=True)
    )
    for mentor in Mentor.objects.filter(user=user):
        _close_mentor(mentor)
    held = Booking.objects.filter(learner=user, state=BookingState.HELD)
    for booking_id in held.order_by("session_id").values_list("pk", flat=True):
        bookings.release(booking_id=booking_id, actor=user)
    coming = Booking.objects.filter(
        learner=user,
        state=BookingState.CONFIRMED,
        session__state=SessionState.SCHEDULED,
        session__starts_at__gt=now(),
    )
    for booking_id in coming.order_by("session_id").values_list("pk", flat=True):
        leaving.give_back(booking_id=booking_id, in_full=by_staff)
    WaitlistEntry.objects.filter(learner=user, state=WaitState.WAITING).update(state=WaitState.LEFT)
    request_sweeps.close_for_learner(user=user)


def _close_mentor(mentor: Mentor) -> None:
    coming = Session.objects.filter(mentor=mentor, state__in=OPEN_STATES)
    for session_id in coming.order_by("pk").values_list("pk", flat=True):
        reason = _("The mentor is no longer on PeerLearn.")
        closing.cancel(session_id=session_id, actor=None, reason=reason)
    request_sweeps.close_for_mentor(mentor=mentor)
    mentor_changed.send(Mentor, mentor_id=mentor.pk)


@transaction.atomic
def reopen(*, user_id: int) -> None:
    """Show a mentor again whose account was opened; what was cancelled stays cancelled."""
    for mentor_id in Mentor.objects.filter(user_id=user_id).values_list("pk", flat=True):
        mentor_changed.send(Mentor, mentor_id=mentor_id)
