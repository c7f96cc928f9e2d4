"""Seats: counted by conditional UPDATEs, so that the database decides who gets the last one.

Whoever locks several rows does it in one order: the person, sessions by id, then orders, bookings.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef
from django.utils.translation import gettext as _

from payments.services import orders
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, CompiledUpdate, given
from peerlearn.common.errors import Conflict, NotAllowed, NotFound

from ..enums import BookingState, SessionState, WaitState
from ..models import Booking, Session, WaitlistEntry
from ..policies import refund_policy
from ..signals import booking_changed, seats_changed

TRIES = 5
TO_THE_SECOND = timedelta(seconds=1)


_standing_account = Compiled(
    lambda: (
        User.objects.select_for_update(no_key=True)
        .filter(pk=given("person"), is_active=True)
        .values_list("pk")
    )
)
_queue = WaitlistEntry.objects.filter(session=OuterRef("pk"), state=WaitState.WAITING)
_take = CompiledUpdate(
    lambda: Session.objects.filter(
        ~Exists(_queue),
        pk=given("session"),
        state=SessionState.SCHEDULED,
        starts_at__gt=given("now", DateTimeField()),
        starts_at__gte=given("first", DateTimeField()),
        starts_at__lt=given("end", DateTimeField()),
        seats_taken__lt=F("capacity"),
    ),
    seats_taken=F("seats_taken") + 1,
)


class _Moved(Exception):
    """The booking went to another session while we waited for the lock of this one."""


def check_account(learner: User) -> None:
    """Raise NotAllowed("account_closed") unless the account stands, and keep it so until commit."""
    # The row's lock makes an account that closes now wait, and find the seat to give back.
    if not _standing_account.rows(person=learner.pk):
        raise NotAllowed("account_closed", "This account is closed.")


def take(session: Session, *, seen: datetime | None = None) -> None:
    """Take one seat of a session to come that nobody waits for.

    `seen` is the start, to the second, that whoever takes it knows. Raises
    Conflict("closed"|"session_full"|"moved"). Inside the caller's transaction.
    """
    first = seen or datetime.min.replace(tzinfo=UTC)
    end = seen + TO_THE_SECOND if seen else datetime.max.replace(tzinfo=UTC)
    if not _take.run(session=session.pk, now=now(), first=first, end=end):
        session.refresh_from_db()
        check_coming(session)
        check_seen(session, seen)
        raise Conflict("session_full", "The last seat was just taken.")
    seats_changed.send(Session, session_id=session.pk)


def check_coming(session: Session) -> None:
    """Raise Conflict("closed") unless a session is still to come."""
    if session.state != SessionState.SCHEDULED:
        raise Conflict("closed", _("Booking for this session is closed."))
    if session.starts_at <= now():
        raise Conflict("closed", _("This session has begun, so it cannot be booked any more."))


def is_as_seen(session: Session, seen: datetime | None) -> bool:
    """Tell whether a session starts when somebody has seen it to; None has seen no time."""
    return seen is None or seen <= session.starts_at < seen + TO_THE_SECOND


def check_seen(session: Session, seen: datetime | None) -> None:
    """Raise Conflict("moved") if a session starts at another time than somebody has seen."""
    if not is_as_seen(session, seen):
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
    order = None
    if session.price:
        order = orders.open_order(
            payer=learner,
            payee=session.mentor.user,
            amount=session.price,
            purpose="booking",
            purpose_ref=f"session-{session.pk}",
            description=session.title,
            expires_at=until,
        )
    booking = Booking.objects.create(
        session=session,
        learner=learner,
        price=session.price,
        policy=refund_policy(),
        order=order,
        created_at=moment,
        hold_expires_at=until,
    )
    tell(booking, "held")
    return booking


def tell(booking: Booking, change: str) -> None:
    """Send the news of a booking; inside the transaction that makes it true."""
    booking_changed.send(
        Booking, booking_id=booking.pk, learner_id=booking.learner_id, change=change
    )


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
    rows = Booking.objects.select_for_update(of=("self",), no_key=True).select_related("learner")
    booking = rows.get(pk=booking_id)
    if booking.session_id != where:
        raise _Moved
    if booking.state != BookingState.CONFIRMED:
        raise Conflict("closed", "This seat is not confirmed.")
    booking.session = session
    return booking
