"""The public page's part of a data export."""

from collections.abc import Iterable
from typing import Any

from peerlearn.accounts.exports import OpenFile, Part, register
from peerlearn.accounts.models import User

from .models import MentorPage


def collect(user: User) -> dict[str, Any]:
    """Return what stands on a mentor's page."""
    page = MentorPage.objects.filter(mentor__user=user).first()
    if page is None:
        return {"mentor_page": None}
    return {
        "mentor_page": {
            "headline": page.headline,
            "biography": page.biography,
            "is_public": page.live,
            "first_published_at": page.first_published_at,
        }
    }


def files(user: User) -> Iterable[OpenFile]:
    """Yield the portrait of the page, if it has one of its own."""
    page = MentorPage.objects.filter(mentor__user=user).select_related("portrait").first()
    if page is not None and page.portrait is not None:
        file = page.portrait.file
        yield file.name.rsplit("/", 1)[-1], lambda: file.storage.open(file.name)


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("page", collect, files))
