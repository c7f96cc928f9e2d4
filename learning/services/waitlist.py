"""The queue for a full session: a seat that comes free is kept for who waited longest."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common import sweeps
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from peerlearn.common.zones import when_text, zone_of
from peerlearn.notifications.services import notify

from ..enums import ACTIVE, MailKind, SessionState, WaitState
from ..models import Booking, Session, WaitlistEntry
from ..policies import offer_until, queue_closes
from ..queries import sessions as queries
from ..signals import seats_changed
from . import blocking, mails, seats

SWEEP_LIMIT = 100


@transaction.atomic
def join(*, session_id: int, learner: User) -> WaitlistEntry:
    """Wait for a seat in a full session; who waits already keeps their place.

    Raises NotFound, NotAllowed("own_session"|"wrong_role"|"account_closed"|"not_available"),
    Conflict("closed"|"already_booked"|"not_full"|"you_blocked").
    """
    if not queries.shown().filter(pk=session_id).exists():
        raise NotFound("no_session", _("There is no such session."))
    demand(learner, Permission.BOOK)
    seats.check_account(learner)
    # Under the lock places are given in the order of asking, and no seat comes free unseen.
    session = seats.lock_sessions(session_id)[session_id]
    if session.mentor.user_id == learner.pk:
        raise NotAllowed("own_session", _("You can't book your own session."))
    blocking.check_welcome(actor=learner, other_id=session.mentor.user_id)
    seats.check_coming(session)
    if queue_closes(session.starts_at) <= now():
        raise Conflict("closed", _("This session starts too soon to wait for a seat."))
    if Booking.objects.filter(session=session, learner=learner, state__in=ACTIVE).exists():
        raise Conflict("already_booked", _("You have a seat in this session."))
    queue = WaitlistEntry.objects.filter(session=session, state=WaitState.WAITING)
    standing = queue.filter(learner=learner).first()
    if standing:
        return standing
    if session.seats_left and not queue.exists():
        raise Conflict("not_full", _("There is a free seat: you can book it now."))
    return WaitlistEntry.objects.create(session=session, learner=learner, created_at=now())


@transaction.atomic
def leave(*, session_id: int, learner: User) -> bool:
    """Wait no longer; False for who did not wait. An offered seat is given back instead."""
    mine = WaitlistEntry.objects.filter(
        session_id=session_id, learner=learner, state=WaitState.WAITING
    )
    return bool(mine.update(state=WaitState.LEFT))


def pass_on(session_id: int) -> None:
    """Free one seat and keep it for who waits first, in one step; inside a transaction."""
    seats.lock_sessions(session_id)
    seats.free(session_id)
    offer_seats(session_id=session_id)


@transaction.atomic
def offer_seats(*, session_id: int) -> int:
    """Keep every free seat of a session for who waits first; returns how many were offered."""
    if not WaitlistEntry.objects.filter(session_id=session_id, state=WaitState.WAITING).exists():
        return 0
    session = seats.lock_sessions(session_id)[session_id]
    moment = now()
    if session.state != SessionState.SCHEDULED or queue_closes(session.starts_at) <= moment:
        return 0
    offered = 0
    while session.seats_taken < session.capacity and (entry := _first(session)):
        if entry.learner.is_active:
            _offer(session, entry, moment)
            session.seats_taken += 1
            offered += 1
        else:
            WaitlistEntry.objects.filter(pk=entry.pk).update(state=WaitState.LEFT)
    if offered:
        Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + offered)
        seats_changed.send(Session, session_id=session.pk)
    return offered


def _first(session: Session) -> WaitlistEntry | None:
    # Locked, so that somebody who leaves this moment is not given a seat.
    queue = WaitlistEntry.objects.filter(session=session, state=WaitState.WAITING).order_by("pk")
    return queue.select_for_update(of=("self",), no_key=True).select_related("learner").first()


def _offer(session: Session, entry: WaitlistEntry, moment: datetime) -> None:
    learner = entry.learner
    zone = zone_of(learner.time_zone)
    until = offer_until(moment, session.starts_at, zone)
    booking = seats.hold(session=session, learner=learner, moment=moment, until=until)
    WaitlistEntry.objects.filter(pk=entry.pk).update(state=WaitState.OFFERED, booking=booking)
    mails.note(booking, MailKind.OFFERED)
    notify(
        user=learner,
        kind="seat_offered",
        data={
            "title": session.title,
            "until": when_text(until, zone),
            "url": booking.get_absolute_url(),
        },
        dedup=f"booking-{booking.pk}",
    )


@transaction.atomic
def close(*, session_id: int, tell: bool = True) -> int:
    """End the queue of a session that begins or is off; returns how many waited."""
    queue = WaitlistEntry.objects.filter(session_id=session_id, state=WaitState.WAITING)
    waiting = list(
        queue.select_for_update(of=("self",), no_key=True).select_related("learner", "session")
    )
    WaitlistEntry.objects.filter(pk__in=[entry.pk for entry in waiting]).update(
        state=WaitState.CLOSED
    )
    for entry in waiting:
        if tell:
            session = entry.session
            data = {"title": session.title, "url": session.get_absolute_url()}
            notify(
                user=entry.learner, kind="queue_closed", data=data, dedup=f"session-{session.pk}"
            )
    return len(waiting)


def sweep() -> int:
    """Offer seats that came free unheard, and close queues that nothing can come of any more.

    Returns how many sessions were looked at. Each in a transaction of its own.
    """
    waiting = WaitlistEntry.objects.filter(session=OuterRef("pk"), state=WaitState.WAITING)
    coming = Q(state=SessionState.SCHEDULED, starts_at__gt=_latest())
    queued = Session.objects.filter(Exists(waiting)).order_by("pk")
    over = list(queued.exclude(coming).values_list("pk", flat=True)[:SWEEP_LIMIT])
    looked = sweeps.each(over, lambda session_id: close(session_id=session_id))
    roomy = queued.filter(coming, seats_taken__lt=F("capacity"))
    free = list(roomy.values_list("pk", flat=True)[:SWEEP_LIMIT])
    return looked + sweeps.each(free, lambda session_id: offer_seats(session_id=session_id))


def _latest() -> datetime:
    moment = now()
    return moment + (moment - queue_closes(moment))
