"""Reading certificates of attendance."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.zones import zone_of

from ..enums import BookingState
from ..models import Certificate
from .progress import seconds_of

LONGEST = 20


@dataclass(frozen=True)
class Facts:
    """What a certificate says; the day is the learner's."""

    name: str
    session: str
    mentor: str
    day: date
    minutes: int


def valid() -> QuerySet[Certificate]:
    """Return those that hold: the seat is still settled as attended, the account is not closed."""
    return Certificate.objects.filter(
        booking__state=BookingState.COMPLETED, booking__learner__is_active=True
    ).select_related("booking__learner", "booking__session__mentor__user")


def of_booking(user: User, booking_id: int) -> Certificate | None:
    """Return the certificate of somebody's own seat, None where there is none."""
    return valid().filter(booking=booking_id, booking__learner=user).first()


def by_code(code: str) -> Certificate | None:
    """Return the certificate with a code as it is printed or typed, None for an unknown one."""
    bare = code.replace("-", "").upper()
    return valid().filter(code=bare).first() if len(bare) <= LONGEST and bare.isalnum() else None


def facts(certificate: Certificate) -> Facts:
    """Return what a certificate says."""
    booking = certificate.booking
    local = booking.session.starts_at.astimezone(zone_of(booking.learner.time_zone))
    return Facts(
        name=booking.learner.name,
        session=booking.session.title,
        mentor=booking.session.mentor.user.name,
        day=local.date(),
        minutes=max(1, round(seconds_of(booking) / 60)),
    )
