"""Reading accounts."""

from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse

from .enums import HomeRole
from .models import DraftPicture, User

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


def draft_picture(draft_id: int | None) -> DraftPicture | None:
    """Return the picture chosen in the sign-up wizard; None if there is none, or no longer."""
    return DraftPicture.objects.filter(pk=draft_id).first() if draft_id else None


def draft_content(draft_id: int | None) -> ContentFile | None:
    """Return a draft picture's bytes, ready to become somebody's avatar."""
    draft = draft_picture(draft_id)
    if draft is None:
        return None
    with draft.file.open("rb") as file:
        return ContentFile(file.read(), name="picture.webp")
