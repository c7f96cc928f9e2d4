"""Reading bookings."""

from django.db.models import Exists, F, OuterRef, QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import (
    ACTIVE,
    CONTEST_MOVES,
    SEATED,
    BookingState,
    SessionKind,
    SessionState,
    WaitState,
)
from ..models import Booking, Session, WaitlistEntry
from . import sessions


def of_learner(user: User) -> QuerySet[Booking]:
    """Return a learner's bookings with what a row shows."""
    return Booking.objects.filter(learner=user).select_related(
        "session__mentor__user", "session__domain", "order", "review"
    )


def upcoming(user: User) -> QuerySet[Booking]:
    """Return seats held or confirmed in sessions that are not over, soonest first.

    `waited` is the place in the queue a seat was offered to, where it was.
    """
    return (
        of_learner(user)
        .select_related("waited")
        .filter(state__in=SEATED, session__ends_at__gt=now())
        .exclude(session__state__in=(SessionState.COMPLETED, SessionState.CANCELLED))
        .order_by("session__starts_at", "id")
    )


def past(user: User) -> QuerySet[Booking]:
    """Return what is behind a learner, latest first; holds that came to nothing are left out."""
    nothing = (BookingState.EXPIRED, BookingState.RELEASED, BookingState.HELD)
    return (
        of_learner(user)
        .exclude(state__in=nothing)
        .exclude(pk__in=upcoming(user).values("pk"))
        .order_by("-session__starts_at", "-id")
    )


def settled(session: Session) -> QuerySet[Booking]:
    """Return the seats of a session whose attendance is settled, by the names of who had them."""
    found = Booking.objects.filter(session=session, state__in=list(CONTEST_MOVES))
    return found.select_related("learner", "session").order_by("learner__name", "pk")


def active_for(user: User, session: Session) -> Booking | None:
    """Return a person's booking that stands for this session, if there is one."""
    return Booking.objects.filter(session=session, learner=user, state__in=ACTIVE).first()


def move_targets(booking: Booking) -> QuerySet[Session]:
    """Return the sessions a booking could be taken to, seats or not: same mentor, same price."""
    session = booking.session
    if session.kind != SessionKind.PUBLIC:
        return Session.objects.none()
    return (
        sessions.visible()
        .filter(mentor=session.mentor_id, price=booking.price, state=SessionState.SCHEDULED)
        .filter(starts_at__gt=now())
        .exclude(pk=session.pk)
        .order_by("starts_at", "id")
    )


def free_targets(booking: Booking) -> QuerySet[Session]:
    """Return those of `move_targets` that have a seat nobody waits for, and no seat of theirs."""
    waiting = WaitlistEntry.objects.filter(session=OuterRef("pk"), state=WaitState.WAITING)
    mine = Booking.objects.filter(
        session=OuterRef("pk"), learner=booking.learner_id, state__in=ACTIVE
    )
    free = move_targets(booking).filter(seats_taken__lt=F("capacity"))
    return free.exclude(Exists(waiting)).exclude(Exists(mine))
