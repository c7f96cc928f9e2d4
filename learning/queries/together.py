"""What two people have to do with each other."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from peerlearn.accounts.models import User

from ..enums import SEATED, BookingState, SessionState
from ..models import Booking, Review, Session, SessionRequest
from . import mentors, reviews

MET = (*SEATED, BookingState.COMPLETED, BookingState.NO_SHOW_LEARNER, BookingState.NO_SHOW_MENTOR)
OPEN = (SessionState.SCHEDULED, SessionState.LIVE)


def sessions_of(one: User, other: User) -> QuerySet[Session]:
    """Return the sessions both belong to: one teaches and the other has a seat, or both have."""
    seats = Booking.objects.filter(session=OuterRef("pk"), state__in=MET)
    here = Q(mentor__user=one) | Exists(seats.filter(learner=one))
    there = Q(mentor__user=other) | Exists(seats.filter(learner=other))
    return Session.objects.filter(here, there).order_by("starts_at", "id")


def to_come(one: User, other: User) -> QuerySet[Session]:
    """Return those of them that are still to come, or run."""
    return sessions_of(one, other).filter(state__in=OPEN).select_related("mentor__user")


def know_each_other(user: User, person: User) -> bool:
    """Tell whether `user` can see `person` somewhere: as a mentor, or in something they share."""
    asked = Q(learner=user, mentor__user=person) | Q(learner=person, mentor__user=user)
    return (
        mentors.shown().filter(user=person).exists()
        or sessions_of(user, person).exists()
        or SessionRequest.objects.filter(asked).exists()
        or _said(user, person).exists()
    )


def _said(user: User, person: User) -> QuerySet[Review]:
    return reviews.shown().filter(mentor__user=user, learner=person)
