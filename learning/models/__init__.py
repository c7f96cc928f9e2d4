"""Tables of learning."""

from .availability import WeeklyHours
from .booking import Booking
from .domain import Domain, FormerSlug, Skill
from .follow import Follow
from .person import Learner, Mentor
from .request import SessionRequest
from .review import Review
from .saved import SavedSession
from .search import MissedSearch, SessionText
from .session import CurriculumItem, Session

__all__ = [
    "Booking",
    "CurriculumItem",
    "Domain",
    "Follow",
    "FormerSlug",
    "Learner",
    "Mentor",
    "MissedSearch",
    "Review",
    "SavedSession",
    "Session",
    "SessionRequest",
    "SessionText",
    "Skill",
    "WeeklyHours",
]
