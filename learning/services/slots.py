"""A free time of a mentor becomes a private session with a seat, and a free time again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound

from ..enums import SEATED, BookingState, SessionKind, SessionState
from ..models import Booking, Domain, Mentor, Session, SlotRules
from ..queries.slots import free_slots, rules_of, takes_slots
from ..slots import price_of
from . import bookings, private, sessions

MOST_NOTE = 1000
# What one learner may keep from all others: unpaid times, and times to come with one mentor.
MOST_HELD = 2
MOST_COMING = 5
SWEEP_LIMIT = 100
SETTLES_IN = timedelta(minutes=1)
AHEAD = timedelta(days=366)


def book_slot(
    *, learner: User, mentor: Mentor, starts_at: datetime, minutes: int, note: str = ""
) -> Booking:
    """Make a private session at a free time and take its seat: held if it costs, else confirmed.

    The price is `slots.price_of` the hourly one; `note` is what the learner wants. Asked again
    while the hold stands, it returns the same booking. Raises NotFound("no_mentor"),
    NotAllowed("own_session"|"wrong_role"|"account_closed"|"not_available"),
    DomainError("note_invalid"), and Conflict: slot_taken (not free, or not any more),
    already_booked, too_many_held, too_many_coming, you_blocked.
    """
    if mentor.user_id == learner.pk:
        raise NotAllowed("own_session", _("You can't book your own time."))
    demand(learner, Permission.BOOK)
    if len(note) > MOST_NOTE or "\0" in note:
        message = _("Write at most %d characters.") % MOST_NOTE
        raise DomainError("note_invalid", message, fields={"note": message})
    if not now() - AHEAD < starts_at < now() + AHEAD:
        raise _taken()
    with transaction.atomic():
        locked = private.lock_pair(mentor.pk, learner)
        if locked is None:
            raise NotFound("no_mentor", _("There is no such mentor."))
        standing = _standing(locked, learner, starts_at, minutes)
        return standing or _book(locked, learner, starts_at, minutes, note.strip())


def _book(mentor: Mentor, learner: User, starts_at: datetime, minutes: int, note: str) -> Booking:
    rules = rules_of(mentor)
    if not takes_slots(mentor, rules) or not _is_free(mentor, rules, starts_at, minutes):
        raise _taken()
    _check_limits(mentor, learner)
    domain = _domain(mentor)
    return private.make(
        mentor=mentor,
        learner=learner,
        domain=domain,
        title=_("1:1 in %(topic)s") % {"topic": domain.name},
        description=note,
        starts_at=starts_at,
        minutes=minutes,
        price=price_of(mentor.hourly_price, minutes),
    )


def _taken() -> Conflict:
    return Conflict("slot_taken", _("This time is not free any more. Choose another one."))


def _is_free(mentor: Mentor, rules: SlotRules, starts_at: datetime, minutes: int) -> bool:
    if minutes not in rules.lengths:
        return False
    after = starts_at + timedelta(seconds=1)
    return starts_at in free_slots(mentor, starts_at, after, minutes, rules=rules)


def _domain(mentor: Mentor) -> Domain:
    return mentor.domains.order_by("pk")[0]


def _standing(mentor: Mentor, learner: User, starts_at: datetime, minutes: int) -> Booking | None:
    """Return the learner's hold on this very time, from an earlier press of the same button."""
    own = Booking.objects.filter(
        learner=learner,
        state__in=SEATED,
        session__mentor=mentor,
        session__kind=SessionKind.PRIVATE,
        session__starts_at=starts_at,
        session__ends_at=starts_at + timedelta(minutes=minutes),
    )
    booking = own.select_related("session").first()
    if booking is None:
        return None
    if booking.state == BookingState.CONFIRMED:
        raise Conflict("already_booked", _("You have booked this time."))
    if booking.hold_expires_at and booking.hold_expires_at <= now():
        bookings.release(booking_id=booking.pk, actor=None)
        return None
    return booking


def _check_limits(mentor: Mentor, learner: User) -> None:
    own = Booking.objects.filter(learner=learner, session__kind=SessionKind.PRIVATE)
    if own.filter(state=BookingState.HELD).count() >= MOST_HELD:
        message = _("You hold %d times you have not paid. Pay one or give it back first.")
        raise Conflict("too_many_held", message % MOST_HELD)
    coming = own.filter(state__in=SEATED, session__mentor=mentor, session__ends_at__gt=now())
    if coming.count() >= MOST_COMING:
        message = _("You have %d lessons to come with this mentor. Take one of them first.")
        raise Conflict("too_many_coming", message % MOST_COMING)


@transaction.atomic
def withdraw_if_empty(*, session_id: int) -> bool:
    """Cancel a private session to come that nobody sits in any more, so that its time is free.

    Nobody is told, for nobody waits for it. Returns whether it was withdrawn.
    """
    locked = Session.objects.select_for_update(no_key=True, of=("self",))
    session = locked.filter(
        pk=session_id, kind=SessionKind.PRIVATE, state=SessionState.SCHEDULED
    ).first()
    if session is None or session.bookings.filter(state__in=SEATED).exists():
        return False
    sessions.move(session, SessionState.CANCELLED, "cancelled", ended_at=now())
    return True


def withdraw_empty() -> int:
    """Withdraw what was left behind: private sessions to come in which nobody sits.

    The last seat does that itself, in its own transaction; this is for what no seat told, such as
    a booking that was taken to another session. Returns how many were withdrawn.
    """
    seats = Booking.objects.filter(session=OuterRef("pk"))
    left = Session.objects.filter(
        ~Exists(seats.filter(state__in=SEATED)),
        kind=SessionKind.PRIVATE,
        state=SessionState.SCHEDULED,
        created_at__lt=now() - SETTLES_IN,
    )
    keys = left.order_by("pk").values_list("pk", flat=True)[:SWEEP_LIMIT]
    return sum(withdraw_if_empty(session_id=key) for key in list(keys))
