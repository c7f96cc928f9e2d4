"""What somebody's own calendar shows."""

from datetime import timedelta

from django.db.models import QuerySet

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import BookingState, SessionState
from ..models import Booking, CalendarFeed, Session
from ..models.feed import digest_of

BACK = timedelta(days=30)
MOST = 200
# A hold that came to nothing was never in a calendar.
IN_FEED = (
    BookingState.CONFIRMED,
    BookingState.COMPLETED,
    BookingState.CANCELLED_LEARNER,
    BookingState.CANCELLED_MENTOR,
)


def made_for(user: User) -> CalendarFeed | None:
    """Return somebody's calendar address, None if they have none."""
    return CalendarFeed.objects.filter(user=user).first()


def owner_of(token: str) -> User | None:
    """Return whose calendar a token opens, None for nobody's or an account that is closed."""
    feeds = CalendarFeed.objects.filter(digest=digest_of(token), user__is_active=True)
    feed = feeds.select_related("user").first()
    return feed.user if feed else None


def learnt(user: User) -> QuerySet[Booking]:
    """Return what somebody booked from a month ago on, what was cancelled included."""
    found = Booking.objects.filter(
        learner=user, state__in=IN_FEED, session__ends_at__gt=now() - BACK
    )
    related = found.select_related("session__mentor__user", "session__domain")
    return related.order_by("session__starts_at", "id")[:MOST]


def taught(user: User) -> QuerySet[Session]:
    """Return what somebody teaches from a month ago on, what was cancelled included."""
    found = Session.objects.filter(mentor__user=user, ends_at__gt=now() - BACK)
    found = found.exclude(state=SessionState.DRAFT)
    return found.select_related("mentor__user", "domain").order_by("starts_at", "id")[:MOST]
