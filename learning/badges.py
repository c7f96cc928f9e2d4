"""What a mentor has shown, in a word each. Pure: facts in, badges out; none that is not true."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOP_MEAN = 4.8
TOP_REVIEWS = 10
MANY_SESSIONS = 50
NEW_FOR = timedelta(days=30)
NEW_SESSIONS = 3


@dataclass(frozen=True)
class Badge:
    """One badge: its icon, its words, and why somebody has it."""

    icon: str
    label: str | Promise
    why: str | Promise


VERIFIED = Badge("badge-check", _("Verified mentor"), _("We have read and approved this page."))
TOP = Badge("star", _("Top rated"), _("4.8 of 5 or better in at least ten reviews."))
MANY = Badge("graduation-cap", _("50+ sessions"), _("Has taught at least fifty sessions here."))
NEW = Badge("hand", _("New here"), _("Joined within the last month."))


def badges(
    *,
    approved: bool,
    rating_sum: int,
    rating_count: int,
    sessions_taught: int,
    joined: datetime,
    now: datetime,
) -> list[Badge]:
    """Return the badges these facts earn, weightiest first."""
    top = rating_count >= TOP_REVIEWS and rating_sum >= TOP_MEAN * rating_count
    new = now - joined < NEW_FOR and sessions_taught < NEW_SESSIONS
    earned = [
        (approved, VERIFIED),
        (top, TOP),
        (sessions_taught >= MANY_SESSIONS, MANY),
        (new, NEW),
    ]
    return [badge for is_earned, badge in earned if is_earned]
