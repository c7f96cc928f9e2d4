"""States and kinds of learning, and the tables of legal moves beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Vetting(models.TextChoices):
    """Whether a mentor may sell."""

    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("In review")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Suspended")


class Level(models.TextChoices):
    """For whom a session is."""

    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class SessionKind(models.TextChoices):
    """Who can find a session: anybody, or the one learner it is for."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")


class SessionState(models.TextChoices):
    """The life of a session; only learning/services/sessions.py moves it."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live now")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


SESSION_MOVES = {
    SessionState.DRAFT: frozenset({SessionState.SCHEDULED, SessionState.CANCELLED}),
    SessionState.SCHEDULED: frozenset({SessionState.LIVE, SessionState.CANCELLED}),
    SessionState.LIVE: frozenset({SessionState.COMPLETED, SessionState.CANCELLED}),
    SessionState.COMPLETED: frozenset(),
    SessionState.CANCELLED: frozenset(),
}


class BookingState(models.TextChoices):
    """The life of a seat; only learning/services moves it."""

    HELD = "held", _("Held, waiting for payment")
    CONFIRMED = "confirmed", _("Confirmed")
    EXPIRED = "expired", _("Hold expired")
    RELEASED = "released", _("Released")
    CANCELLED_LEARNER = "cancelled_learner", _("Cancelled by you")
    CANCELLED_MENTOR = "cancelled_mentor", _("Cancelled by the mentor")
    COMPLETED = "completed", _("Completed")
    NO_SHOW_LEARNER = "no_show_learner", _("Missed")
    NO_SHOW_MENTOR = "no_show_mentor", _("The mentor did not come")


# A booking in one of these takes a seat; a learner has at most one of them a session.
SEATED = (BookingState.HELD, BookingState.CONFIRMED)
ACTIVE = (*SEATED, BookingState.COMPLETED, BookingState.NO_SHOW_LEARNER)

_ENDS = frozenset(
    {
        BookingState.COMPLETED,
        BookingState.CANCELLED_LEARNER,
        BookingState.CANCELLED_MENTOR,
        BookingState.NO_SHOW_LEARNER,
        BookingState.NO_SHOW_MENTOR,
    }
)
BOOKING_MOVES = {
    BookingState.HELD: frozenset(
        {
            BookingState.CONFIRMED,
            BookingState.EXPIRED,
            BookingState.RELEASED,
            BookingState.CANCELLED_MENTOR,
        }
    ),
    # Money that arrives after the hold ended may take a seat again, by the re-seat rule only.
    BookingState.EXPIRED: frozenset({BookingState.CONFIRMED}),
    BookingState.RELEASED: frozenset({BookingState.CONFIRMED}),
    BookingState.CONFIRMED: _ENDS,
}


class RequestState(models.TextChoices):
    """The life of a request for a session."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


REQUEST_MOVES = {
    RequestState.OPEN: frozenset(
        {
            RequestState.ACCEPTED,
            RequestState.DECLINED,
            RequestState.CANCELLED,
            RequestState.EXPIRED,
        }
    ),
}
