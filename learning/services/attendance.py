"""Who was there and how long, as the room reports it."""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from peerlearn.common.clock import now

from ..models import Booking, Mentor, Session
from ..queries.room import IN_ROOM


@transaction.atomic
def joined(*, session_id: int, user_id: int) -> None:
    """Note that somebody entered the room; the first time counts."""
    moment = now()
    Booking.objects.filter(session_id=session_id, learner_id=user_id, state__in=IN_ROOM).update(
        first_joined_at=Coalesce(F("first_joined_at"), Value(moment))
    )
    session = Session.objects.filter(pk=session_id, mentor__user_id=user_id)
    Mentor.objects.filter(pk__in=session.values("mentor_id")).update(last_active_at=moment)


@transaction.atomic
def left(*, session_id: int, user_id: int, seconds: int) -> None:
    """Add the `seconds` (not negative) somebody just spent in the room."""
    Booking.objects.filter(session_id=session_id, learner_id=user_id, state__in=IN_ROOM).update(
        attended_seconds=F("attended_seconds") + max(0, seconds)
    )
