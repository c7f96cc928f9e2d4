"""Reading who learns with a mentor: name, picture, and what happened with this mentor only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import BookingState
from ..models import Booking, LearnerNote, Mentor, Stay
from ..models.session import Session
from .progress import seconds_of

WITH_ME = (BookingState.CONFIRMED, BookingState.COMPLETED, BookingState.NO_SHOW_LEARNER)
MOST_CHARACTERS = 80


@dataclass(frozen=True)
class LearnerRow:
    """One learner of a mentor; seconds count what they attended."""

    person: User
    sessions: int
    last: datetime | None
    next: datetime | None
    seconds: int
    note: str


def of_mentor(mentor: Mentor, *, q: str = "") -> QuerySet[User]:
    """Return who has, or had, a seat with a mentor, who came last first; `q` is part of a name.

    Each has `attended` sessions, and their `last` and `next` start.
    """
    seats = Booking.objects.filter(
        learner=OuterRef("pk"), session__mentor=mentor, state__in=WITH_ME
    )
    mine = Q(bookings__session__mentor=mentor, bookings__state__in=WITH_ME)
    moment = now()
    found = User.objects.filter(Exists(seats), is_active=True).annotate(
        attended=Count(
            "bookings", filter=mine & Q(bookings__state=BookingState.COMPLETED), distinct=True
        ),
        last=Max(
            "bookings__session__starts_at", filter=mine & Q(bookings__session__ends_at__lte=moment)
        ),
        next=Min(
            "bookings__session__starts_at",
            filter=mine
            & Q(bookings__session__ends_at__gt=moment, bookings__state=BookingState.CONFIRMED),
        ),
    )
    words = q.replace("\0", " ").strip()[:MOST_CHARACTERS]
    if words:
        found = found.filter(name__icontains=words)
    return found.order_by("name", "pk")


def rows(mentor: Mentor, people: list[User]) -> list[LearnerRow]:
    """Return what a page shows of these people of `of_mentor`; two statements."""
    keys = [person.pk for person in people]
    attended = Booking.objects.filter(
        session__mentor=mentor, learner__in=keys, state=BookingState.COMPLETED
    ).select_related("session")
    seconds = dict.fromkeys(keys, 0)
    for booking in attended:
        seconds[booking.learner_id] += seconds_of(booking)
    texts = LearnerNote.objects.filter(mentor=mentor, learner__in=keys)
    notes = dict(texts.values_list("learner", "text"))
    return [
        LearnerRow(
            person=person,
            sessions=getattr(person, "attended", 0),
            last=getattr(person, "last", None),
            next=getattr(person, "next", None),
            seconds=seconds[person.pk],
            note=notes.get(person.pk, ""),
        )
        for person in people
    ]


def in_the_room(session: Session) -> QuerySet[Stay]:
    """Return the stays of the learners who are in a session's room now, who came first first."""
    here = Stay.objects.filter(session=session, left_at=None)
    return here.exclude(person=session.mentor.user_id).select_related("person")
