"""Reading accounts."""

from django.urls import NoReverseMatch, reverse

from .enums import HomeRole
from .models import User

HOMES = {
    HomeRole.LEARNER: "learner-dashboard",
    HomeRole.MENTOR: "mentor-dashboard",
    HomeRole.STAFF: "wagtailadmin_home",
}


def home_of(user: User) -> str:
    """Return the address a person lands on after login; higher floors own the pages by URL name."""
    name = HOMES[HomeRole.STAFF] if user.is_staff else HOMES[HomeRole(user.home_role)]
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"
