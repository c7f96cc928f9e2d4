"""The list of sessions."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from learning import tags
from learning.cards import session_card
from learning.models import Domain
from learning.queries import catalogue
from peerlearn.common import page_cache
from peerlearn.common.zones import viewer_zone

LIST = "/sessions/"
# Narrow first: what to let go of when nothing is found.
EASIEST_TO_DROP = ("price", "date", "q", "topic")


def context(request: HttpRequest, topic: Domain | None = None) -> dict[str, Any]:
    """Return the list as the address asks for it; `topic` is the one of a topic's own page."""
    page_cache.depends_on(tags.LISTING, tags.SEATS, tags.MENTORS)
    params = request.GET.dict()
    if topic:
        params["topic"] = topic.slug
    found = catalogue.search(params, zone=viewer_zone(request))
    query = found.wanted.given()
    if topic:
        query.pop("topic")
    return {
        "found": found,
        "heading": found.topic.name if found.topic else "Find a session",
        "cards": [session_card(session) for session in found.page.object_list],
        "chips": [
            (label, _address(catalogue.without(found.wanted, name)))
            for name, label in found.labels.items()
        ],
        "page_query": f"{urlencode(query)}&" if query else "",
        "empty": None if found.total else _way_out(found),
        "trail": [("Home", "/"), ("Sessions", LIST)] if found.topic else [("Home", "/")],
        "is_narrowed": bool(found.wanted.given()),
    }


def _address(given: dict[str, str]) -> str:
    return f"{LIST}?{urlencode(given)}" if given else LIST


def _way_out(found: catalogue.Found) -> dict[str, str]:
    """One sentence of cause and the one step that finds something."""
    for name in EASIEST_TO_DROP:
        if not getattr(found.wanted, name):
            continue
        rest = catalogue.without(found.wanted, name)
        count = found.options[name][0].count if name in found.options else 0
        if count or (name == "q" and not rest):
            label = found.labels[name]
            return {
                "text": f"No session matches {label} together with the rest."
                if rest
                else f"No session matches {label} right now.",
                "url": _address(rest),
                "label": f"Try without {label}" + (f" ({count})" if count else ""),
            }
    return {
        "text": "No open session matches all of that.",
        "url": LIST if found.wanted.given() else "/mentors/",
        "label": "See every session" if found.wanted.given() else "Meet the mentors",
    }
