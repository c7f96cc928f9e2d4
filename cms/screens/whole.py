"""Whole pages as text, rendered once for the values they show."""

from collections.abc import Hashable
from typing import NamedTuple

from django.template.response import TemplateResponse
from django.utils.timezone import get_current_timezone_name

from peerlearn.common import page_cache


class Shows(NamedTuple):
    """What a page shows: its values, and the tags of all that is not among them.

    Seats, price and state of each session shown are values, so a text never outlives them.
    """

    values: Hashable
    tags: tuple[str, ...] = ()


def rendered_once(answer: TemplateResponse) -> TemplateResponse:
    """Give a page its text: an earlier one where its context `shows` the same to anybody."""
    shows: Shows | None = (answer.context_data or {}).get("shows")
    if shows is None or answer.is_rendered:
        return answer
    request = answer._request

    def render() -> str:
        text = answer.rendered_content
        if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            page_cache.for_one_alone()  # a form in it carries this visitor's token
        return text

    place = (request.get_host(), request.path, get_current_timezone_name())
    answer.content = page_cache.whole(
        ("whole", answer.template_name, *place, *shows),
        render,
        tags=(page_cache.SITE, *shows.tags),
    )
    return answer
