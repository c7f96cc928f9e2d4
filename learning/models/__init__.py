"""Tables of learning."""

from .availability import BusyCalendar, BusyTime, DateHours, SlotRules, TimeOff, WeeklyHours
from .booking import Booking
from .certificate import Certificate
from .contest import Contest
from .domain import Domain, FormerSlug, Skill
from .feed import CalendarFeed
from .follow import Follow
from .learner_note import LearnerNote
from .mail import BookingMail, NoticeMail
from .material import Material
from .offer import Offer
from .page_views import PageViews
from .person import Learner, Mentor
from .report import Report
from .request import RequestMessage, SessionRequest
from .review import Review, ReviewChange
from .saved import SavedSession
from .search import MissedSearch, SessionText
from .series import SessionSeries
from .session import CurriculumItem, Session
from .stay import Stay
from .waitlist import WaitlistEntry

__all__ = [
    "Booking",
    "BookingMail",
    "BusyCalendar",
    "BusyTime",
    "CalendarFeed",
    "Certificate",
    "Contest",
    "CurriculumItem",
    "DateHours",
    "Domain",
    "Follow",
    "FormerSlug",
    "Learner",
    "LearnerNote",
    "Material",
    "Mentor",
    "MissedSearch",
    "NoticeMail",
    "Offer",
    "PageViews",
    "Report",
    "RequestMessage",
    "Review",
    "ReviewChange",
    "SavedSession",
    "Session",
    "SessionRequest",
    "SessionSeries",
    "SessionText",
    "Skill",
    "SlotRules",
    "Stay",
    "TimeOff",
    "WaitlistEntry",
    "WeeklyHours",
]
