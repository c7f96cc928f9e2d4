"""Reading what a mentor's seats earn. Payments knows amounts, learning knows what was taught."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from payments.statements import shares_of

from ..enums import BookingState
from ..models import Booking, Mentor

# What a learner paid and did not get back is the mentor's: also for a seat given up too late.
EARNED = (
    BookingState.COMPLETED,
    BookingState.NO_SHOW_LEARNER,
    BookingState.CANCELLED_LEARNER,
)


@dataclass(frozen=True)
class Line:
    """One paid seat: paise after refunds, our fee, and whether it is earned or still held."""

    booking: int
    title: str
    starts_at: datetime
    net: int
    fee: int
    earned: bool

    @property
    def own(self) -> int:
        """Return the mentor's part in paise."""
        return self.net - self.fee


@dataclass
class Earnings:
    """All paid seats of a mentor, latest session first, and their sums in paise."""

    held: int = 0
    earned: int = 0
    fees: int = 0
    lines: list[Line] = field(default_factory=list)
    months: dict[date, int] = field(default_factory=dict)


def of_mentor(mentor: Mentor, zone: ZoneInfo) -> Earnings:
    """Return what is held, what is earned, and earned by month of the session; two statements."""
    shares = shares_of(mentor.user)
    seats = Booking.objects.filter(
        session__mentor=mentor, order__isnull=False, state__in=(*EARNED, BookingState.CONFIRMED)
    ).order_by("-session__starts_at", "-id")
    rows = seats.values_list("pk", "order", "state", "session__title", "session__starts_at")
    found = Earnings()
    for key, order, state, title, starts_at in rows:
        share = shares.get(order) if order is not None else None
        if share is None or share.net <= 0:
            continue
        line = Line(key, title, starts_at, share.net, share.fee, state in EARNED)
        found.lines.append(line)
        if line.earned:
            found.earned += line.own
            found.fees += line.fee
            month = starts_at.astimezone(zone).date().replace(day=1)
            found.months[month] = found.months.get(month, 0) + line.own
        else:
            found.held += line.own
    return found
