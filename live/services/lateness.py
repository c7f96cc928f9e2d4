"""A mentor who is late hears that somebody waits; who waited long enough may leave for nothing."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from learning.enums import SessionState
from learning.models import Booking, Session
from learning.services import closing
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed
from peerlearn.notifications.services import notify

from ..enums import LeftReason, RoomRole
from ..models import Participant
from ..queries import access, lateness
from . import news, presence

LATE = timedelta(minutes=2)
LIMIT = 100


def tell_mentors() -> int:
    """Tell each mentor once whose class should run for two minutes while learners wait for it.

    Returns how many were told.
    """
    moment = now()
    waiting = Participant.objects.filter(
        left_at=None,
        role=RoomRole.LEARNER,
        room__session__state=SessionState.SCHEDULED,
        room__session__starts_at__lte=moment - LATE,
        room__session__ends_at__gt=moment,
    ).select_related("room__session__mentor__user")
    sessions = {stay.room.session_id: stay.room.session for stay in waiting[:LIMIT]}
    return sum(_tell(session) for session in sessions.values())


def _tell(session: Session) -> bool:
    told = notify(
        user=session.mentor.user,
        kind="learners_wait",
        data={"title": session.title, "url": session.room_url},
        dedup=f"session-{session.pk}",
    )
    if told is not None:
        news.lobby(session.pk)  # why they wait reads otherwise now
    return told is not None


@transaction.atomic
def give_up(*, session_id: int, actor: User) -> Booking:
    """Let a learner leave a class whose mentor is late beyond the grace; all they paid goes back.

    Raises what `access.coming_place` raises, NotAllowed("not_learner") for the mentor, and
    Conflict("not_late") while the class can still begin.
    """
    place = access.coming_place(session_id=session_id, user=actor)
    if place.booking is None:
        raise NotAllowed("not_learner", _("Only who booked a seat can give it up."))
    opens = lateness.way_out(place.session)
    if opens is None or now() < opens:
        raise Conflict("not_late", _("This session can still begin: stay a little longer."))
    booking = closing.give_up(booking_id=place.booking.pk, actor=actor)
    presence.remove(session_id=session_id, user_id=actor.pk, reason=LeftReason.UNBOOKED)
    return booking
