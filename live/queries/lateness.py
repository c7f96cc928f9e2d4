"""How late a mentor is, as who waits may know it."""

from datetime import datetime

from django.db.models import Max

from learning.enums import SessionState
from learning.models import Session
from learning.policies import unmet_from

from ..enums import RoomRole
from ..models import Participant


def way_out(session: Session) -> datetime | None:
    """Return from when learners may leave with all their money if the mentor does not come.

    None while the mentor is there, once the class has begun, and where the session's end comes
    first, at which the money goes back by itself.
    """
    if session.state != SessionState.SCHEDULED:
        return None
    stays = Participant.objects.filter(room__session=session, role=RoomRole.MENTOR)
    if stays.filter(left_at=None).exists():
        return None
    left = stays.aggregate(last=Max("left_at"))["last"]
    opens = unmet_from(session.starts_at, left)
    return opens if opens < session.ends_at else None
