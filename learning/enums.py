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
    # A draft that nobody wants is deleted; only what was offered can be cancelled.
    SessionState.DRAFT: frozenset({SessionState.SCHEDULED}),
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

# What a learner paid and did not get back is the mentor's: also for a seat given up too late.
EARNED = (
    BookingState.COMPLETED,
    BookingState.NO_SHOW_LEARNER,
    BookingState.CANCELLED_LEARNER,
)

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

# What staff may settle a contested booking as. Money that went back does not come again: a mentor
# who is excused is one who cancelled.
CONTEST_MOVES = {
    BookingState.COMPLETED: frozenset({BookingState.NO_SHOW_LEARNER, BookingState.NO_SHOW_MENTOR}),
    BookingState.NO_SHOW_LEARNER: frozenset({BookingState.COMPLETED, BookingState.NO_SHOW_MENTOR}),
    BookingState.NO_SHOW_MENTOR: frozenset({BookingState.CANCELLED_MENTOR}),
}


class ContestState(models.TextChoices):
    """What became of a word against a booking's outcome."""

    OPEN = "open", _("Waiting for a decision")
    UPHELD = "upheld", _("The outcome stands")
    CHANGED = "changed", _("Settled anew")


class WaitState(models.TextChoices):
    """The life of a place in the queue for a full session; once offered, its booking tells on."""

    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("Offered a seat")
    LEFT = "left", _("Left the queue")
    CLOSED = "closed", _("No seat came free")


WAIT_MOVES = {
    WaitState.WAITING: frozenset({WaitState.OFFERED, WaitState.LEFT, WaitState.CLOSED}),
}


class MailKind(models.TextChoices):
    """What a mail about a booking says."""

    CONFIRMED = "confirmed", _("Booked")
    OFFERED = "offered", _("A seat came free")
    MOVED = "moved", _("At another time, by the learner")
    SESSION_MOVED = "session_moved", _("At another time, by the mentor")
    CANCELLED = "cancelled", _("Cancelled")


class RequestState(models.TextChoices):
    """The life of a request for a session; only learning/services moves it.

    While it is accepted a seat is held for who asked; unpaid, the request is open again.
    """

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted, waiting for payment")
    CONFIRMED = "confirmed", _("Booked")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


UNSETTLED = (RequestState.OPEN, RequestState.ACCEPTED)
_REQUEST_ENDS = frozenset({RequestState.DECLINED, RequestState.CANCELLED, RequestState.EXPIRED})
REQUEST_MOVES = {
    RequestState.OPEN: _REQUEST_ENDS | {RequestState.ACCEPTED},
    RequestState.ACCEPTED: _REQUEST_ENDS | {RequestState.CONFIRMED, RequestState.OPEN},
}


class OfferState(models.TextChoices):
    """The life of a mentor's answer with a time and a price."""

    STANDING = "standing", _("Waiting for an answer")
    TAKEN = "taken", _("Taken")
    DECLINED = "declined", _("Not taken")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    LAPSED = "lapsed", _("Not paid in time")
    CLOSED = "closed", _("The request ended")


# A mentor has at most one of these a request.
LIVE_OFFERS = (OfferState.STANDING, OfferState.TAKEN)
OFFER_MOVES = {
    OfferState.STANDING: frozenset(
        {
            OfferState.TAKEN,
            OfferState.DECLINED,
            OfferState.WITHDRAWN,
            OfferState.EXPIRED,
            OfferState.CLOSED,
        }
    ),
    OfferState.TAKEN: frozenset({OfferState.LAPSED}),
}


class ReviewState(models.TextChoices):
    """Whether a review is shown; only visible ones count."""

    VISIBLE = "visible", _("Shown")
    HIDDEN = "hidden", _("Hidden by us")
    WITHDRAWN = "withdrawn", _("Taken back")


REVIEW_MOVES = {
    ReviewState.VISIBLE: frozenset({ReviewState.HIDDEN, ReviewState.WITHDRAWN}),
    ReviewState.HIDDEN: frozenset({ReviewState.VISIBLE, ReviewState.WITHDRAWN}),
    ReviewState.WITHDRAWN: frozenset(),
}


class ReviewVerb(models.TextChoices):
    """What was done to a review after it was posted."""

    EDITED = "edited", _("Edited")
    WITHDRAWN = "withdrawn", _("Taken back")
    REPLIED = "replied", _("Reply written")
    HIDDEN = "hidden", _("Hidden")
    SHOWN = "shown", _("Shown again")
    REPLY_HIDDEN = "reply_hidden", _("Reply hidden")


class ReportReason(models.TextChoices):
    """Why something is reported."""

    HARASSMENT = "harassment", _("Insults or harassment")
    UNSAFE = "unsafe", _("Sexual, violent or dangerous")
    SPAM = "spam", _("Advertising or spam")
    FRAUD = "fraud", _("Fraud, or money asked for elsewhere")
    FALSE = "false", _("Not true, or pretends to be somebody else")
    OTHER = "other", _("Something else")


class ReportOutcome(models.TextChoices):
    """What became of a report; open once, decided once."""

    OPEN = "open", _("Waiting")
    DISMISSED = "dismissed", _("Dismissed")
    HIDDEN = "hidden", _("Review or reply hidden")
    WARNED = "warned", _("Person warned")
    SUSPENDED = "suspended", _("Account closed")


REPORT_MOVES = {
    ReportOutcome.OPEN: frozenset(
        {
            ReportOutcome.DISMISSED,
            ReportOutcome.HIDDEN,
            ReportOutcome.WARNED,
            ReportOutcome.SUSPENDED,
        }
    ),
}
