"""Saying that a session's attendance is settled wrongly, and deciding on it."""

from django.db import transaction
from django.utils.translation import gettext as _

from payments.services import earnings, refunds
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.accounts.services import audit
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.states import check_move
from peerlearn.notifications.services import notify

from ..enums import CONTEST_MOVES, BookingState, ContestState
from ..models import Booking, Contest
from ..policies import contestable_until
from . import ratings, seats

WORDS = (10, 1000)


@transaction.atomic
def contest(*, booking_id: int, actor: User, words: str) -> Contest:
    """Say what is wrong with a booking's outcome, as its learner or its mentor, once.

    Raises NotFound, DomainError("invalid_contest"), Conflict("not_settled"|"too_late"|
    "already_contested").
    """
    booking = _of_side(booking_id, actor)
    check_contestable(booking)
    said = words.strip()
    if not WORDS[0] <= len(said) <= WORDS[1]:
        message = _("Say in %d to %d characters what is wrong.") % WORDS
        raise DomainError("invalid_contest", message, fields={"words": message})
    made, new = Contest.objects.get_or_create(
        booking=booking,
        by=actor,
        defaults={"words": said, "settled": booking.state, "created_at": now()},
    )
    if not new:
        raise Conflict("already_contested", _("You have said so already. We are looking at it."))
    if booking.order_id:
        earnings.hold(order_id=booking.order_id)
    session = booking.session
    mentor = session.mentor.user
    other = mentor if actor.pk == booking.learner_id else booking.learner
    _tell(other, booking, "contest_opened", name=actor.name)
    return made


def check_contestable(booking: Booking) -> None:
    """Raise Conflict unless the outcome of a booking, read with its session, may be contested."""
    if booking.state not in CONTEST_MOVES:
        raise Conflict("not_settled", _("There is nothing settled here to contest."))
    ended = booking.session.ended_at
    if ended is None or now() > contestable_until(ended):
        raise Conflict("too_late", _("This was settled for good; it can't be contested any more."))


def is_contestable(booking: Booking) -> bool:
    """Tell whether the outcome of a booking, read with its session, may be contested."""
    try:
        check_contestable(booking)
    except Conflict:
        return False
    return True


@transaction.atomic
def decide(*, contest_id: int, actor: User, outcome: str, answer: str) -> Booking:
    """Leave a contested booking as it is or settle it anew; both sides read the answer.

    A mentor who turns out not to have come costs a full refund. Everything said about the booking
    is decided with it. Raises NotFound, NotAllowed, DomainError("invalid_answer"),
    Conflict("already_decided"|"illegal_move"|"no_money").
    """
    demand(actor, Permission.MODERATE_PEOPLE)
    said = answer.strip()
    if not said or len(said) > WORDS[1]:
        message = _("Write both sides an answer of at most %d characters.") % WORDS[1]
        raise DomainError("invalid_answer", message, fields={"answer": message})
    found = Contest.objects.filter(pk=contest_id).first()
    if found is None:
        raise NotFound("no_contest", _("There is no such thing to decide."))
    booking = Booking.objects.select_related("session__mentor__user", "learner").get(
        pk=found.booking_id
    )
    if actor.pk in (booking.learner_id, booking.session.mentor.user_id):
        raise NotAllowed("own_case", _("This is about yourself: somebody else decides on it."))
    ratings.lock(booking.session.mentor_id)
    seats.lock_sessions(booking.session_id)
    booking.refresh_from_db(fields=["state"])
    stands = outcome == booking.state
    if not stands:
        check_move(CONTEST_MOVES, booking.state, outcome)
    decided = Contest.objects.filter(booking=booking, state=ContestState.OPEN).update(
        state=ContestState.UPHELD if stands else ContestState.CHANGED,
        answer=said,
        decided_by=actor,
        decided_at=now(),
    )
    if not decided:
        raise Conflict("already_decided", _("This was decided already."))
    old = booking.state
    if not stands:
        _settle(booking, outcome)
    if booking.order_id:
        earnings.let_go(order_id=booking.order_id)
    for user in (booking.learner, booking.session.mentor.user):
        _tell(user, booking, "contest_decided", answer=said)
    audit.record(
        "attendance_decided", actor=actor, subject=booking.learner,
        booking=booking.pk, was=old, outcome=outcome,
    )  # fmt: skip
    return booking


def _settle(booking: Booking, outcome: str) -> None:
    booking.state, booking.changed_at = BookingState(outcome), now()
    booking.save(update_fields=["state", "changed_at"])
    if outcome == BookingState.NO_SHOW_MENTOR and booking.order_id:
        _refund(booking)
    seats.tell(booking, "settled")


def _refund(booking: Booking) -> None:
    # A decision that pays nothing is none.
    promised = refunds.request_refund(
        order_id=booking.order_id or 0, amount=booking.price, reason="contest decided"
    )
    if promised is None:
        raise Conflict("no_money", _("What was paid is not there any more; nothing was changed."))


def _of_side(booking_id: int, actor: User) -> Booking:
    booking = (
        Booking.objects.select_related("session__mentor__user", "learner")
        .filter(pk=booking_id)
        .first()
    )
    sides = (booking.learner_id, booking.session.mentor.user_id) if booking else ()
    if booking is None or actor.pk not in sides:
        raise NotFound("no_booking", _("There is no such booking."))
    return booking


def _tell(user: User, booking: Booking, kind: str, **words: str) -> None:
    mine = user.pk == booking.learner_id
    url = booking.get_absolute_url() if mine else f"{booking.get_absolute_url()}contest/"
    data = {"title": booking.session.title, "url": url, **words}
    notify(user=user, kind=kind, data=data, dedup=f"booking-{booking.pk}")
