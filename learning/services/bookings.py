"""Seats: taken by a conditional UPDATE, held for payment, confirmed, given back."""

from django.db import IntegrityError, transaction
from django.db.models import F

from payments.models import Order
from payments.services import orders
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from peerlearn.common.states import check_move
from peerlearn.notifications.services import notify

from ..enums import ACTIVE, BOOKING_MOVES, BookingState, SessionKind, SessionState, Vetting
from ..models import Booking, Session
from ..policies import hold_until, may_reseat, refund_policy
from ..signals import booking_changed, seats_changed


def book(*, session_id: int, learner: User) -> Booking:
    """Take a seat: confirmed at once if free, else held with an open order to pay.

    Asked again while the hold stands, it returns the same booking. Raises NotFound,
    NotAllowed("own_session"|"wrong_role"), Conflict("session_full"|"already_booked"|"closed").
    """
    session = Session.objects.select_related("mentor__user").filter(pk=session_id).first()
    if session is None or session.state == SessionState.DRAFT or not _findable(session):
        raise NotFound("no_session", "There is no such session.")
    if session.mentor.user_id == learner.pk:
        raise NotAllowed("own_session", "You can't book your own session.")
    demand(learner, Permission.BOOK)
    standing = _standing(session, learner)
    if standing:
        return standing
    try:
        with transaction.atomic():
            return _take(session, learner)
    except IntegrityError:
        # Two clicks at once: the constraint let one through, which is the answer to both.
        standing = _standing(session, learner)
        if standing is None:
            raise
        return standing


def _findable(session: Session) -> bool:
    mentor = session.mentor
    sells = mentor.vetting == Vetting.APPROVED and mentor.user.is_active
    return session.kind == SessionKind.PUBLIC and sells


def _standing(session: Session, learner: User) -> Booking | None:
    booking = Booking.objects.filter(session=session, learner=learner, state__in=ACTIVE).first()
    if booking is None:
        return None
    if booking.state != BookingState.HELD:
        raise Conflict("already_booked", "You have a seat in this session.")
    if booking.hold_expires_at and booking.hold_expires_at <= now():
        release(booking_id=booking.pk, actor=None)
        return None
    return booking


def _take(session: Session, learner: User) -> Booking:
    moment = now()
    _check_still_open(learner)
    _take_seat(session)
    booking = Booking(
        session=session,
        learner=learner,
        price=session.price,
        policy=refund_policy(),
        created_at=moment,
    )
    if session.price:
        booking.hold_expires_at = hold_until(moment, session.starts_at)
    else:
        booking.state, booking.confirmed_at = BookingState.CONFIRMED, moment
    booking.save()
    if session.price:
        booking.order = orders.open_order(
            payer=learner,
            payee=session.mentor.user,
            amount=session.price,
            purpose="booking",
            purpose_ref=str(booking.pk),
            description=session.title,
            expires_at=booking.hold_expires_at,
        )
        booking.save(update_fields=["order"])
        booking_changed.send(Booking, booking_id=booking.pk, change="held")
    else:
        _tell_confirmed(booking)
    return booking


def _check_still_open(learner: User) -> None:
    # The row's lock makes an account that closes now wait, and find the seat to give back.
    still = User.objects.select_for_update(no_key=True).filter(pk=learner.pk, is_active=True)
    if not list(still.values_list("pk", flat=True)):
        raise NotAllowed("account_closed", "This account is closed.")


def _take_seat(session: Session) -> None:
    # The database decides who gets the last seat (see payments design: read-check-save oversells).
    taken = Session.objects.filter(
        pk=session.pk,
        state=SessionState.SCHEDULED,
        starts_at__gt=now(),
        seats_taken__lt=F("capacity"),
    ).update(seats_taken=F("seats_taken") + 1)
    if not taken:
        session.refresh_from_db()
        if session.state != SessionState.SCHEDULED or session.starts_at <= now():
            raise Conflict("closed", "Booking for this session is closed.")
        raise Conflict("session_full", "The last seat was just taken.")
    seats_changed.send(Session, session_id=session.pk)


def give_seat_back(session_id: int) -> None:
    """Free one seat, inside the caller's transaction."""
    Session.objects.filter(pk=session_id, seats_taken__gt=0).update(
        seats_taken=F("seats_taken") - 1
    )
    seats_changed.send(Session, session_id=session_id)


def settle_paid_order(order: Order) -> str:
    """Give the seat that an order paid for; "fulfilled", or "refund_due" if there is none to give.

    Runs inside the caller's transaction; the same answer when asked twice.
    """
    booking = Booking.objects.select_for_update().filter(order=order).first()
    if booking is None:
        return "refund_due"
    if booking.state == BookingState.CONFIRMED:
        return "fulfilled"
    if not booking.learner.is_active:
        return "refund_due"  # the account closed while its money was on the way
    if Booking.objects.filter(pk=booking.pk, state=BookingState.HELD).update(
        state=BookingState.CONFIRMED, confirmed_at=now()
    ):
        booking.refresh_from_db()
        _tell_confirmed(booking)
        return "fulfilled"
    return _reseat(booking)


def _reseat(booking: Booking) -> str:
    # Money came after the hold ended (payments design 4.2): a free seat may still be given.
    late = (BookingState.EXPIRED, BookingState.RELEASED)
    session = booking.session
    if booking.state not in late or not may_reseat(now(), session.starts_at):
        return "refund_due"
    other = Booking.objects.filter(session=session, learner=booking.learner, state__in=ACTIVE)
    if other.exists():
        return "refund_due"
    try:
        with transaction.atomic():
            _take_seat(session)
            check_move(BOOKING_MOVES, booking.state, BookingState.CONFIRMED)
            Booking.objects.filter(pk=booking.pk, state__in=late).update(
                state=BookingState.CONFIRMED, confirmed_at=now()
            )
    except (Conflict, IntegrityError):
        return "refund_due"
    booking.refresh_from_db()
    _tell_confirmed(booking)
    return "fulfilled"


@transaction.atomic
def release(*, booking_id: int, actor: User | None) -> Booking:
    """Give back a held seat: by its owner, or by the sweep (`actor` None) once it expired.

    Releasing what is not held changes nothing. Raises NotFound for somebody else's booking.
    """
    booking = Booking.objects.select_related("session").filter(pk=booking_id).first()
    if booking is None or (actor is not None and booking.learner_id != actor.pk):
        raise NotFound("no_booking", "There is no such booking.")
    new = BookingState.EXPIRED if actor is None else BookingState.RELEASED
    # The owner's state is the condition: a payment that confirmed it meanwhile wins.
    if not Booking.objects.filter(pk=booking.pk, state=BookingState.HELD).update(state=new):
        return booking
    booking.state = new
    give_seat_back(booking.session_id)
    if booking.order_id:
        orders.void_order(order_id=booking.order_id, reason=str(new))
    booking_changed.send(Booking, booking_id=booking.pk, change="released")
    return booking


def _tell_confirmed(booking: Booking) -> None:
    session, learner = booking.session, booking.learner
    data = {"title": session.title, "learner": learner.name, "url": booking.get_absolute_url()}
    notify(user=learner, kind="booking_confirmed", data=data, dedup=f"booking-{booking.pk}")
    data["url"] = "/mentor/sessions/"
    mentor = session.mentor.user
    notify(user=mentor, kind="seat_booked", data=data, dedup=f"booking-{booking.pk}")
    booking_changed.send(Booking, booking_id=booking.pk, change="confirmed")
