"""One mentor, and the list of mentors."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest

from learning import tags
from learning.cards import mentor_card
from learning.models import Mentor
from learning.queries import catalogue, mentors, reviews
from peerlearn.common import page_cache

REVIEWS = 8
NEXT = 5
PER_PAGE = 24
MOST_CHARACTERS = 80


def context(request: HttpRequest, mentor: Mentor) -> dict[str, Any]:
    """Return the page of a mentor read with their user; `page` is that of their reviews."""
    histogram = reviews.histogram(mentor)
    pages = Paginator(reviews.of_mentor(mentor), REVIEWS)
    pages.count = sum(count for _stars, count in histogram)
    review_page = pages.get_page(request.GET.get("page"))
    next_ones = list(catalogue.on_offer().filter(mentor=mentor).order_by("starts_at", "id")[:NEXT])
    page_cache.depends_on(tags.LISTING, tags.mentor(mentor.pk))
    page_cache.depends_on(*(tags.session(one.pk) for one in next_ones))
    page_cache.fresh_until(*(one.starts_at for one in next_ones))
    return {
        "mentor": mentor,
        "domains": list(mentor.domains.all()),
        "skills": list(mentor.skills.all()),
        "next_sessions": next_ones,
        "review_page": review_page,
        "reviews": list(review_page.object_list),
        "histogram": histogram,
        "trail": [("Home", "/"), ("Mentors", "/mentors/")],
    }


def index_context(request: HttpRequest) -> dict[str, Any]:
    """Return the mentors the address asks for: `q`, `topic`, `page`."""
    page_cache.depends_on(tags.LISTING, tags.MENTORS)
    topics = mentors.topics()
    q = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MOST_CHARACTERS]
    topic = request.GET.get("topic", "")
    chosen = next((one for one in topics if one.slug == topic), None)
    given = {"q": q, "topic": chosen.slug if chosen else ""}
    query = {name: value for name, value in given.items() if value}
    page = Paginator(mentors.search(**given), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    starts = mentors.next_starts(shown)
    return {
        "cards": [mentor_card(mentor, starts.get(mentor.pk)) for mentor in shown],
        "page_obj": page,
        "total": page.paginator.count,
        "topics": topics,
        "q": q,
        "topic": chosen,
        "page_query": f"{urlencode(query)}&" if query else "",
        "is_narrowed": bool(query),
    }
