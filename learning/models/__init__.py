"""Tables of learning."""

from .availability import WeeklyHours
from .booking import Booking
from .domain import Domain, Skill
from .person import Learner, Mentor
from .request import SessionRequest
from .review import Review
from .session import CurriculumItem, Session

__all__ = [
    "Booking",
    "CurriculumItem",
    "Domain",
    "Learner",
    "Mentor",
    "Review",
    "Session",
    "SessionRequest",
    "Skill",
    "WeeklyHours",
]
