"""The public page's part of a data export."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from peerlearn.accounts.exports import OpenFile, Part, register
from peerlearn.accounts.models import User

from .models import Film, MentorPage


def collect(user: User) -> dict[str, Any]:
    """Return what stands on a mentor's page."""
    page = MentorPage.objects.filter(mentor__user=user).first()
    if page is None:
        return {"mentor_page": None}
    return {
        "mentor_page": {
            "headline": page.headline,
            "biography": [_told(block) for block in page.biography.raw_data],
            "film": page.film_url,
            "links": [block.value for block in page.links],
            "is_public": page.live,
            "first_published_at": page.first_published_at,
        }
    }


def _told(block: dict[str, Any]) -> dict[str, Any]:
    return {"kind": block["type"], "content": block["value"]}


def files(user: User) -> Iterable[OpenFile]:
    """Yield the pictures of the page's own, and the films that were sent for it."""
    pages = MentorPage.objects.filter(mentor__user=user)
    page = pages.select_related("portrait", "poster").first()
    if page is None:
        return
    pictures = [picture.file for picture in (page.portrait, page.poster) if picture is not None]
    films = [film.file for film in Film.objects.filter(mentor__user=user)]
    for file in (*pictures, *films):
        yield file.name.rsplit("/", 1)[-1], partial(file.storage.open, file.name)


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("page", collect, files))
