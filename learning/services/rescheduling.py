"""A learner takes a confirmed seat to another time of the same mentor; nothing is paid again."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound
from peerlearn.common.zones import when_text, zone_of
from peerlearn.notifications.services import notify

from ..enums import ACTIVE, BookingState, MailKind, SessionKind, SessionState
from ..models import Booking, Mentor, Session
from ..policies import movable_until, moves_left
from ..queries import bookings as queries
from ..queries import slots
from ..session_rules import HORIZON
from ..signals import session_changed
from . import blocking, mails, seats, waitlist


@transaction.atomic
def reschedule(
    *, booking_id: int, actor: User, session_id: int, seen: datetime | None = None
) -> Booking:
    """Take a confirmed seat to another session of the same mentor at the same price.

    Order and ledger stay with the booking, and so do the terms it was booked under. Asked again
    once it is there, nothing changes. `seen` is the start of that session the learner agreed to,
    to the second. Raises NotFound, NotAllowed("not_available"), Conflict("closed"|"too_late"|
    "too_often"|"other_offer"|"session_full"|"already_booked"|"moved"|"changed_meanwhile"|
    "you_blocked"): nothing has changed then.
    """
    mine = Booking.objects.filter(pk=booking_id, learner=actor)
    old = mine.select_related("session__mentor").first()
    if old is None:
        raise NotFound("no_booking", _("There is no such booking."))
    if old.moves and session_id == old.session_id:
        return old
    seats.check_account(actor)
    blocking.check_welcome(actor=actor, other_id=old.session.mentor.user_id)
    found = seats.lock_sessions(old.session_id, session_id)
    if session_id not in found:
        raise NotFound("no_session", _("There is no such session."))
    booking = Booking.objects.select_for_update(no_key=True).get(pk=booking_id)
    if booking.session_id != old.session_id:
        raise Conflict("changed_meanwhile", _("This booking just changed. Look again."))
    booking.session = found[booking.session_id]
    check_movable(booking)
    left, target = booking.session, found[session_id]
    _check_target(booking, target)
    seats.take(target, seen=seen)
    before = left.starts_at
    booking.session, booking.moves = target, booking.moves + 1
    booking.ready_at, booking.changed_at = None, now()
    booking.save(update_fields=["session", "moves", "ready_at", "changed_at"])
    waitlist.pass_on(left.pk)
    _tell(booking, actor, before)
    return booking


@transaction.atomic
def reschedule_private(*, booking_id: int, actor: User, starts_at: datetime) -> Booking:
    """Take a 1:1 to another free time of its mentor; the session itself goes there.

    Asked again once it is there, nothing changes.
    Raises NotFound, NotAllowed("not_available"), Conflict("closed"|"too_late"|"too_often"|
    "other_offer"|"not_free"|"changed_meanwhile"|"you_blocked"): nothing has changed then.
    """
    old = Booking.objects.filter(pk=booking_id, learner=actor).select_related("session").first()
    if old is None:
        raise NotFound("no_booking", _("There is no such booking."))
    if old.moves and starts_at == old.session.starts_at:
        return old
    check_movable(old)
    # Under the mentor's row nobody else takes the same time; who books one locks it first, too.
    rows = Mentor.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    mentor = rows.get(pk=old.session.mentor_id)
    seats.check_account(actor)
    blocking.check_welcome(actor=actor, other_id=mentor.user_id)
    session = seats.lock_sessions(old.session_id)[old.session_id]
    booking = Booking.objects.select_for_update(no_key=True).get(pk=booking_id)
    if booking.session_id != session.pk:
        raise Conflict("changed_meanwhile", _("This booking just changed. Look again."))
    booking.session = session
    if booking.moves > old.moves and starts_at == session.starts_at:
        return booking  # the same press a moment ago
    check_movable(booking)
    if not is_private(session):
        raise Conflict("other_offer", _("Choose one of the mentor's other sessions instead."))
    if not _is_free(mentor, starts_at, session):
        raise Conflict("not_free", _("This time is not free any more. Choose another one."))
    before = session.starts_at
    _shift(session, starts_at)
    booking.moves, booking.changed_at, booking.ready_at = booking.moves + 1, now(), None
    booking.save(update_fields=["moves", "changed_at", "ready_at"])
    _tell(booking, actor, before)
    return booking


def _is_free(mentor: Mentor, starts_at: datetime, session: Session) -> bool:
    if starts_at > now() + HORIZON:  # no sums with the last days there are
        return False
    soon = starts_at + timedelta(minutes=1)
    free = slots.free_slots(mentor, starts_at, soon, session.minutes, besides=session.pk)
    return starts_at in free


def is_private(session: Session) -> bool:
    """Tell whether a session is a 1:1, which goes where its learner goes."""
    return session.kind == SessionKind.PRIVATE and session.capacity == 1


def _shift(session: Session, starts_at: datetime) -> None:
    moved = {"starts_at": starts_at, "ends_at": starts_at + (session.ends_at - session.starts_at)}
    try:
        with transaction.atomic():
            Session.objects.filter(pk=session.pk).update(
                **moved, mentor_ready_at=None, updated_at=now()
            )
    except IntegrityError as error:
        taken = _("This time is not free any more. Choose another one.")
        raise Conflict("not_free", taken) from error
    session.refresh_from_db(fields=["starts_at", "ends_at", "mentor_ready_at", "updated_at"])
    session_changed.send(Session, session_id=session.pk, change="rescheduled")


def check_movable(booking: Booking) -> None:
    """Raise Conflict unless a booking, read with its session, may go to another time now."""
    session = booking.session
    if booking.state != BookingState.CONFIRMED or session.state != SessionState.SCHEDULED:
        raise Conflict("closed", _("This seat is not confirmed."))
    if now() > movable_until(booking.policy, session.starts_at):
        raise Conflict("too_late", _("It is too late to take this seat to another time."))
    if not moves_left(booking.policy, booking.moves):
        raise Conflict("too_often", _("You have taken this seat to another time often enough."))


def _check_target(booking: Booking, target: Session) -> None:
    if not queries.move_targets(booking).filter(pk=target.pk).exists():
        raise Conflict("other_offer", _("Your seat can't be taken to this session."))
    mine = Booking.objects.filter(session=target, learner=booking.learner_id, state__in=ACTIVE)
    if mine.exists():
        raise Conflict("already_booked", _("You have a seat in this session."))


def _tell(booking: Booking, learner: User, before: datetime) -> None:
    mails.note(booking, MailKind.MOVED, before=before)
    session, mentor = booking.session, booking.session.mentor.user
    news = {"title": session.title, "learner": learner.name}
    dedup = f"booking-{booking.pk}-{booking.moves}"
    when = when_text(session.starts_at, zone_of(learner.time_zone))
    mine = news | {"when": when, "url": booking.get_absolute_url()}
    notify(user=learner, kind="booking_moved", data=mine, dedup=dedup)
    when = when_text(session.starts_at, zone_of(mentor.time_zone))
    theirs = news | {"when": when, "url": "/mentor/sessions/"}
    notify(user=mentor, kind="seat_moved", data=theirs, dedup=dedup)
    seats.tell(booking, "moved")
