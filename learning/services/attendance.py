"""Who was there and how long, as the room reports it; and what that settles."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from peerlearn.common.clock import now
from peerlearn.notifications import push

from ..enums import BookingState
from ..models import Booking, Mentor, Session, Stay
from ..policies import CHANCE, attended_enough
from ..queries.room import IN_ROOM

# Seconds of a stay may be told after the session was settled.
COUNTED = (*IN_ROOM, BookingState.NO_SHOW_LEARNER, BookingState.NO_SHOW_MENTOR)


@transaction.atomic
def joined(*, session_id: int, user_id: int) -> None:
    """Note that somebody entered the room; the first time counts."""
    moment = now()
    Booking.objects.filter(session_id=session_id, learner_id=user_id, state__in=IN_ROOM).update(
        first_joined_at=Coalesce(F("first_joined_at"), Value(moment))
    )
    Stay.objects.get_or_create(
        session_id=session_id, person_id=user_id, left_at=None, defaults={"joined_at": moment}
    )
    mine = Mentor.objects.filter(sessions=session_id, user_id=user_id)
    # Afterwards: nobody locks a mentor while holding a session.
    transaction.on_commit(lambda: mine.update(last_active_at=moment), robust=True)
    tell_mentor(session_id)


@transaction.atomic
def left(*, session_id: int, user_id: int, seconds: int) -> None:
    """Add the `seconds` (not negative) somebody just spent in the room."""
    spent = max(0, seconds)
    Booking.objects.filter(session_id=session_id, learner_id=user_id, state__in=COUNTED).update(
        attended_seconds=F("attended_seconds") + spent
    )
    stay = Stay.objects.filter(session_id=session_id, person_id=user_id, left_at=None).first()
    if stay is not None:
        stay.left_at = stay.joined_at + timedelta(seconds=spent)
        stay.save(update_fields=["left_at"])
        tell_mentor(session_id)


@transaction.atomic
def kept_out(*, session_id: int, user_id: int) -> None:
    """Note that a learner was at the door of the running class and was not let in; once is enough.

    Whoever was never in the room has then not missed it: their seat is settled as not taught.
    """
    Booking.objects.filter(session_id=session_id, learner_id=user_id, state__in=IN_ROOM).update(
        kept_out_at=Coalesce(F("kept_out_at"), Value(now()))
    )


def tell_mentor(session_id: int) -> None:
    """Have the mentor's open dashboard read anew who is in the room."""
    mentor = Mentor.objects.filter(sessions=session_id).values_list("user_id", flat=True).first()
    if mentor is not None:
        push.to_user(mentor, "room.people", {"session": session_id})


def taught(session: Session, at: datetime) -> bool:
    """Tell whether the mentor was in the room long enough to have taught it, up to a moment."""
    return attended_enough(_time_of(session, session.mentor.user_id, at), _ran(session, at))


def outcome(session: Session, booking: Booking, at: datetime) -> BookingState:
    """Return what a seat of a session that was taught until `at` is settled as."""
    if booking.first_joined_at is None:
        # Who ends it before anybody could be expected has not waited for their learners.
        early = at < session.starts_at + CHANCE
        in_vain = early or booking.kept_out_at is not None
        return BookingState.NO_SHOW_MENTOR if in_vain else BookingState.NO_SHOW_LEARNER
    there = timedelta(seconds=booking.attended_seconds) + _still_there(session, booking, at)
    if attended_enough(there, _ran(session, at)):
        return BookingState.COMPLETED
    return BookingState.NO_SHOW_LEARNER


def cut_short(session: Session, booking: Booking, at: datetime) -> bool:
    """Tell whether who paid and attended got less than a quarter of the time they had booked."""
    planned = session.ends_at - session.starts_at
    paid = booking.price > 0 and booking.state == BookingState.COMPLETED
    return paid and _ran(session, at) < planned / 4


def _ran(session: Session, at: datetime) -> timedelta:
    planned = session.ends_at - session.starts_at
    return min(planned, at - session.started_at) if session.started_at else planned


def _still_there(session: Session, booking: Booking, at: datetime) -> timedelta:
    """Return the length of a stay that has not ended: the room tells it only later."""
    open_stay = Stay.objects.filter(session=session, person=booking.learner_id, left_at=None)
    return sum((at - stay.joined_at for stay in open_stay), timedelta())


def _time_of(session: Session, user_id: int, at: datetime) -> timedelta:
    stays = Stay.objects.filter(session=session, person=user_id)
    return sum(((stay.left_at or at) - stay.joined_at for stay in stays), timedelta())
