"""Seats: counted by conditional UPDATEs, so that the database decides who gets the last one.

Whoever locks several rows does it in one order: the person, sessions by id, then orders, bookings.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from payments.services import orders
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed, NotFound

from ..enums import BookingState, SessionState, WaitState
from ..models import Booking, Session, WaitlistEntry
from ..policies import refund_policy
from ..signals import booking_changed, seats_changed

TRIES = 5
TO_THE_SECOND = timedelta(seconds=1)


class _Moved(Exception):
    """The booking went to another session while we waited for the lock of this one."""


def check_account(learner: User) -> None:
    """Raise NotAllowed("account_closed") unless the account stands, and keep it so until commit."""
    # The row's lock makes an account that closes now wait, and find the seat to give back.
    still = User.objects.select_for_update(no_key=True).filter(pk=learner.pk, is_active=True)
    if not list(still.values_list("pk", flat=True)):
        raise NotAllowed("account_closed", "This account is closed.")


def take(session: Session, *, seen: datetime | None = None) -> None:
    """Take one seat of a session to come that nobody waits for.

    `seen` is the start, to the second, that whoever takes it knows. Raises
    Conflict("closed"|"session_full"|"moved"). Inside the caller's transaction.
    """
    queue = WaitlistEntry.objects.filter(session=OuterRef("pk"), state=WaitState.WAITING)
    taken = Session.objects.filter(
        *([] if seen is None else [Q(starts_at__gte=seen, starts_at__lt=seen + TO_THE_SECOND)]),
        ~Exists(queue),
        pk=session.pk,
        state=SessionState.SCHEDULED,
        starts_at__gt=now(),
        seats_taken__lt=F("capacity"),
    ).update(seats_taken=F("seats_taken") + 1)
    if not taken:
        session.refresh_from_db()
        check_coming(session)
        check_seen(session, seen)
        raise Conflict("session_full", "The last seat was just taken.")
    seats_changed.send(Session, session_id=session.pk)


def check_coming(session: Session) -> None:
    """Raise Conflict("closed") unless a session is still to come."""
    if session.state != SessionState.SCHEDULED or session.starts_at <= now():
        raise Conflict("closed", "Booking for this session is closed.")


def check_seen(session: Session, seen: datetime | None) -> None:
    """Raise Conflict("moved") if a session starts at another time than somebody has seen."""
    if seen is not None and not seen <= session.starts_at < seen + TO_THE_SECOND:
        text = _("This session was just moved: it starts at another time now.")
        raise Conflict("moved", text, fields={"starts_at": text})


def free(session_id: int) -> None:
    """Count one seat less, inside the caller's transaction."""
    Session.objects.filter(pk=session_id, seats_taken__gt=0).update(
        seats_taken=F("seats_taken") - 1
    )
    seats_changed.send(Session, session_id=session_id)


def hold(*, session: Session, learner: User, moment: datetime, until: datetime) -> Booking:
    """Write the booking of a seat that was taken: held until then, with an order if it costs."""
    booking = Booking.objects.create(
        session=session,
        learner=learner,
        price=session.price,
        policy=refund_policy(),
        created_at=moment,
        hold_expires_at=until,
    )
    if session.price:
        booking.order = orders.open_order(
            payer=learner,
            payee=session.mentor.user,
            amount=session.price,
            purpose="booking",
            purpose_ref=str(booking.pk),
            description=session.title,
            expires_at=until,
        )
        booking.save(update_fields=["order"])
    booking_changed.send(Booking, booking_id=booking.pk, change="held")
    return booking


def lock_sessions(*session_ids: int) -> dict[int, Session]:
    """Lock sessions for changes of their seats, lowest id first; read with their mentor."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("mentor__user").filter(pk__in=session_ids).order_by("pk")
    return {session.pk: session for session in found}


def lock_confirmed(booking_id: int) -> Booking:
    """Lock the session of a confirmed booking, then the booking, and return it read anew.

    Raises NotFound, Conflict("closed") if it is not confirmed. Inside the caller's transaction.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():  # leaving it by an error gives the locks back
                return _locked(booking_id)
        except _Moved:
            continue
    raise Conflict("changed_meanwhile", "This booking just changed. Look again.")


def _locked(booking_id: int) -> Booking:
    where = Booking.objects.filter(pk=booking_id).values_list("session_id", flat=True).first()
    if where is None:
        raise NotFound("no_booking", "There is no such booking.")
    session = lock_sessions(where)[where]
    rows = Booking.objects.select_for_update(of=("self",)).select_related("learner")
    booking = rows.get(pk=booking_id)
    if booking.session_id != where:
        raise _Moved
    if booking.state != BookingState.CONFIRMED:
        raise Conflict("closed", "This seat is not confirmed.")
    booking.session = session
    return booking
