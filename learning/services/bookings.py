"""A learner's seat: held for payment, confirmed, given back unpaid."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField
from django.utils.translation import gettext as _

from payments.models import Order
from payments.services import orders
from peerlearn.accounts.models import User
from peerlearn.accounts.queries import blockers
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, CompiledUpdate, given
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from peerlearn.common.states import check_move
from peerlearn.notifications.services import notify

from ..enums import (
    ACTIVE,
    BOOKING_MOVES,
    BookingState,
    MailKind,
    SessionKind,
    SessionState,
    Vetting,
)
from ..models import Booking, Session
from ..policies import hold_until, may_reseat, refund_policy
from ..queries.bookable import Seats, bookable, seats_of
from . import blocking, mails, seats, waitlist

# Seats kept from others without a payment, by one person at once.
MOST_HELD = 5
# How often one person may keep a seat of one session and let it go unpaid, and within what time.
MOST_LET_GO = 3
LET_GO_WITHIN = timedelta(hours=24)
LATE = (BookingState.EXPIRED, BookingState.RELEASED)


_paid_for = Compiled(
    lambda: (
        Booking.objects.select_for_update(of=("self",), no_key=True)
        .select_related("learner", "session__mentor__user")
        .filter(order=given("order"))
        .order_by()
    )
)
_MOVED = {
    "state": BookingState.CONFIRMED,
    "confirmed_at": given("now", DateTimeField()),
    "changed_at": given("now", DateTimeField()),
}
_confirm_held = CompiledUpdate(
    lambda: Booking.objects.filter(pk=given("booking"), state=BookingState.HELD), **_MOVED
)
_confirm_late = CompiledUpdate(
    lambda: Booking.objects.filter(pk=given("booking"), state__in=LATE), **_MOVED
)


class _Standing(Exception):
    """The learner has a seat in this session already."""


def book(*, session_id: int, learner: User, seen: datetime | None = None) -> Booking:
    """Take a seat: confirmed at once if free, else held with an open order to pay.

    Asked again while the hold stands, it returns the same booking; a free seat that was kept for
    who waited is confirmed. `seen` is the start the learner agreed to, to the second: if the
    mentor has moved the session since, nothing is booked. Raises NotFound,
    NotAllowed("own_session"|"wrong_role"|"not_available"), Conflict("session_full"|
    "already_booked"|"closed"|"moved"|"too_many_held"|"held_too_often"|"you_blocked").
    """
    session = bookable(session_id)
    if session is None or session.state == SessionState.DRAFT or not _findable(session):
        raise NotFound("no_session", "There is no such session.")
    if session.mentor.user_id == learner.pk:
        raise NotAllowed("own_session", "You can't book your own session.")
    demand(learner, Permission.BOOK)
    if session.seats_left and seats.is_as_seen(session, seen):
        with suppress(_Standing):
            return _take(session, learner, seen)
    standing = _standing(session, learner)
    seats.check_seen(session, seen)
    if standing:
        return standing if standing.order_id else _accept(standing)
    if session.seats_left == 0:  # nobody waits for a lock to be told so
        seats.check_coming(session)
        raise Conflict("session_full", _("The last seat was just taken."))
    return _take(session, learner, seen)


def _take(session: Session, learner: User, seen: datetime | None) -> Booking:
    try:
        with transaction.atomic():
            return take(session, learner, seen=seen)
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
        session.refresh_from_db(fields=["seats_taken"])
        return None
    return booking


def take(
    session: Session,
    learner: User,
    *,
    until: datetime | None = None,
    seen: datetime | None = None,
) -> Booking:
    """Take a seat for who may have one, inside the caller's transaction; `book` asks who may.

    A seat that costs is held as long as any, or until then.
    Raises NotAllowed("account_closed"|"not_available"), Conflict("session_full"|"closed"|
    "moved"|"too_many_held"|"held_too_often"|"you_blocked").
    """
    moment = now()
    seats.check_account(learner)
    # The person's row is locked: of two clicks at once the second one counts the first.
    mine = seats_of(
        learner_id=learner.pk, session_id=session.pk, moment=moment, since=moment - LET_GO_WITHIN
    )
    if mine.stands:
        raise _Standing
    blocking.check_welcome(actor=learner, other_id=session.mentor.user_id)
    if session.price and until is None:
        _check_holds(mine)
    seats.take(session, seen=seen)
    if session.price:
        until = until or hold_until(moment, session.starts_at)
        return seats.hold(session=session, learner=learner, moment=moment, until=until)
    booking = Booking.objects.create(
        session=session,
        learner=learner,
        state=BookingState.CONFIRMED,
        price=0,
        policy=refund_policy(),
        created_at=moment,
        confirmed_at=moment,
        changed_at=moment,
    )
    _tell_confirmed(booking)
    return booking


def _check_holds(mine: Seats) -> None:
    if mine.held >= MOST_HELD:
        message = _("You hold %d seats you have not paid. Pay one or give it back first.")
        raise Conflict("too_many_held", message % MOST_HELD)
    if mine.let_go >= MOST_LET_GO:
        message = _(
            "You held a seat here %d times and did not pay. For a day others have the first chance."
        )
        raise Conflict("held_too_often", message % MOST_LET_GO)


@transaction.atomic
def _accept(booking: Booking) -> Booking:
    """Confirm a free seat that was kept for who waited."""
    if not _confirm(booking, _confirm_held):
        raise Conflict("session_full", _("The offer of this seat has ended."))
    return booking


def _confirm(booking: Booking, update: CompiledUpdate) -> bool:
    moment = now()
    moved = update.run(booking=booking.pk, now=moment)
    if moved:
        booking.state, booking.confirmed_at = BookingState.CONFIRMED, moment
        booking.changed_at = moment
        _tell_confirmed(booking)
    return bool(moved)


def settle_paid_order(order: Order) -> str:
    """Give the seat that an order paid for; "fulfilled", or "refund_due" if there is none to give.

    Runs inside the caller's transaction; the same answer when asked twice.
    """
    booking = _paid_for.object(order=order.pk)
    if booking is None:
        return "refund_due"
    if booking.state == BookingState.CONFIRMED:
        return "fulfilled"
    if not booking.learner.is_active:
        return "refund_due"  # the account closed while its money was on the way
    if _confirm(booking, _confirm_held):
        return "fulfilled"
    return _reseat(booking)


def _reseat(booking: Booking) -> str:
    # Money came after the hold ended (payments design 4.2): a free seat may still be given.
    session = booking.session
    if settings.LATE_CAPTURE == "refund_always":
        return "refund_due"
    if booking.state not in LATE or not may_reseat(now(), session.starts_at):
        return "refund_due"
    other = Booking.objects.filter(session=session, learner=booking.learner, state__in=ACTIVE)
    if other.exists() or blockers(booking.learner_id, session.mentor.user_id):
        return "refund_due"
    try:
        with transaction.atomic():
            seats.take(session)
            check_move(BOOKING_MOVES, booking.state, BookingState.CONFIRMED)
            if not _confirm(booking, _confirm_late):
                return "refund_due"
    except (Conflict, IntegrityError):
        return "refund_due"
    return "fulfilled"


@transaction.atomic
def release(*, booking_id: int, actor: User | None) -> Booking:
    """Give back a held seat: by its owner, or by the sweep (`actor` None) once it expired.

    Releasing what is not held changes nothing. Raises NotFound for somebody else's booking.
    """
    booking = Booking.objects.select_related("session").filter(pk=booking_id).first()
    if booking is None or (actor is not None and booking.learner_id != actor.pk):
        raise NotFound("no_booking", "There is no such booking.")
    if booking.state != BookingState.HELD:
        return booking
    new = BookingState.EXPIRED if actor is None else BookingState.RELEASED
    seats.lock_sessions(booking.session_id)
    if booking.order_id:  # before the booking, as who pays it locks them
        orders.void_order(order_id=booking.order_id, reason=str(new))
    # The owner's state is the condition: a payment that confirmed it meanwhile wins.
    held = Booking.objects.filter(pk=booking.pk, state=BookingState.HELD)
    if not held.update(state=new, changed_at=now()):
        booking.refresh_from_db()
        return booking
    booking.state = new
    waitlist.pass_on(booking.session_id)
    seats.tell(booking, "released")
    return booking


def _tell_confirmed(booking: Booking) -> None:
    session, learner = booking.session, booking.learner
    data = {"title": session.title, "learner": learner.name, "url": booking.get_absolute_url()}
    mails.note(booking, MailKind.CONFIRMED)
    notify(user=learner, kind="booking_confirmed", data=data, dedup=f"booking-{booking.pk}")
    data["url"] = "/mentor/sessions/"
    mentor = session.mentor.user
    notify(user=mentor, kind="seat_booked", data=data, dedup=f"booking-{booking.pk}")
    seats.tell(booking, "confirmed")
