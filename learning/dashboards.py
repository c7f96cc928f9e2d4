"""The tabs of both dashboards, in their order."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    """A page of a dashboard: the name a view gives as `tab`, its words, its route."""

    key: str
    label: str | Promise
    route: str


LEARNER = (
    Tab("dashboard", _("Overview"), "learner-dashboard"),
    Tab("home", _("Browse"), "learner-home"),
    Tab("sessions", _("My Sessions"), "learner-sessions"),
    Tab("requests", _("Requests"), "learner-requests"),
    Tab("recommendations", _("Recommendations"), "learner-recommendations"),
    Tab("notifications", _("Notifications"), "learner-notifications"),
    Tab("saved", _("Saved"), "learner-saved"),
    Tab("following", _("Following"), "learner-following"),
    Tab("payments", _("Payments"), "learner-payments"),
    Tab("progress", _("Progress"), "learner-progress"),
)
MENTOR = (
    Tab("dashboard", _("Overview"), "mentor-dashboard"),
    Tab("sessions", _("My Sessions"), "mentor-sessions"),
    Tab("requests", _("Requests"), "mentor-requests"),
    Tab("learners", _("Learners"), "mentor-learners"),
    Tab("reviews", _("Reviews"), "mentor-reviews"),
    Tab("earnings", _("Earnings"), "mentor-earnings"),
    Tab("analytics", _("Analytics"), "mentor-analytics"),
    Tab("profile", _("Profile"), "mentor-profile"),
    Tab("availability", _("Availability"), "availability"),
    Tab("notifications", _("Notifications"), "mentor-notifications"),
)


def tabs_of(role: str) -> tuple[Tab, ...]:
    """Return the tabs of a role, "learner" or "mentor"."""
    return LEARNER if role == "learner" else MENTOR
