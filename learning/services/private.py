"""The one way a lesson for one is made: a private session with a seat for its learner.

A free slot that was booked and a request that was agreed on both end here. Nobody paid in time,
the seat goes back and the session is withdrawn (services/slots.py).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.common.errors import Conflict

from ..enums import Level, SessionKind
from ..models import Booking, Domain, Mentor, Session, Skill
from ..queries import mentors
from ..queries.sessions import OPEN_STATES
from . import bookings, sessions


def lock_pair(mentor_id: int, learner: User) -> Mentor | None:
    """Lock a mentor who sells and both accounts until the commit; None if the mentor left.

    Whoever makes a lesson or changes the hours of this mentor waits here for whoever came first.
    """
    row = mentors.shown().select_for_update(no_key=True, of=("self",)).filter(pk=mentor_id)
    mentor = row.first()
    if mentor is None:
        return None
    # In order, so that two pairs lock alike.
    people = User.objects.select_for_update(no_key=True).order_by("pk")
    both = people.filter(pk__in=[mentor.user_id, learner.pk])
    stands = dict(both.values_list("pk", "is_active"))
    return mentor if stands[mentor.user_id] else None


def is_taken(mentor: Mentor, starts_at: datetime, minutes: int) -> bool:
    """Tell whether the mentor teaches then; hours and buffers are the mentor's to overlook."""
    return Session.objects.filter(
        mentor=mentor,
        state__in=OPEN_STATES,
        starts_at__lt=starts_at + timedelta(minutes=minutes),
        ends_at__gt=starts_at,
    ).exists()


def make(
    *,
    mentor: Mentor,
    learner: User,
    domain: Domain,
    title: str,
    description: str,
    starts_at: datetime,
    minutes: int,
    price: int,
    skills: Iterable[Skill] = (),
    until: datetime | None = None,
) -> Booking:
    """Make the session and take its seat, held until then if it costs, else confirmed.

    `price` in paise; without `until` the hold is as long as any. Inside a transaction that holds
    `lock_pair`. Raises Conflict("time_taken") if the mentor teaches then.
    """
    if is_taken(mentor, starts_at, minutes):
        message = _("The mentor has another session then. Agree on another time.")
        raise Conflict("time_taken", message, fields={"starts_at": message})
    draft = sessions.create_draft(
        mentor=mentor,
        kind=SessionKind.PRIVATE,
        title=title,
        summary=_("A lesson for one."),
        description=description,
        domain=domain,
        skills=skills,
        level=Level.BEGINNER,
        language=mentor.languages[0] if mentor.languages else "English",
        starts_at=starts_at,
        minutes=minutes,
        capacity=1,
        price=price,
    )
    session = sessions.publish(session_id=draft.pk, actor=mentor.user)
    return bookings.take(session, learner, until=until)
