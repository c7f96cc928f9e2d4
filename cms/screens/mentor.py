"""One mentor, and the list of mentors."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from wagtail.images.models import Filter

from learning import tags
from learning.badges import Badge, badges
from learning.enums import Vetting
from learning.models import Domain, Mentor, Session, Skill
from learning.queries import catalogue, mentors, reviews, sessions, slots
from peerlearn.accounts.rights import Permission, may
from peerlearn.common import page_cache
from peerlearn.common.clock import now

from ..mentors import pictures
from ..mentors.addresses import film, link
from .whole import Shows

REVIEWS = 8
NEXT = 5
PER_PAGE = 24
MOST_CHARACTERS = 80


def context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Return what a MentorPage shows, read with its mentor's user; `page` is of the reviews."""
    mentor = page.mentor
    pictures.read_together(page)
    own = tags.mentor(mentor.pk)
    histogram, scores, domains, skills, bookable = page_cache.remembered(
        ("mentor", mentor.pk), lambda: _facts(mentor), tags=(own,)
    )
    pages = Paginator(reviews.of_mentor(mentor), REVIEWS)
    pages.count = sum(count for _stars, count in histogram)
    review_page = pages.get_page(request.GET.get("page"))
    voices = page_cache.remembered(
        ("voices", mentor.pk, review_page.number),
        lambda: list(review_page.object_list),
        tags=(own,),
    )
    statistics = page_cache.remembered(
        ("statistics", mentor.pk), lambda: mentors.statistics(mentor), tags=(own,)
    )
    next_ones = _next(mentor, own)
    page_cache.depends_on(own, tags.LISTING)
    page_cache.depends_on(*(tags.session(one.pk) for one in next_ones))
    page_cache.fresh_until(*(one.starts_at for one in next_ones))
    earned = _badges(mentor)
    openings = tuple((one.pk, one.state, one.price, one.seats_taken) for one in next_ones)
    icons = tuple(badge.icon for badge in earned)
    everything = (own, tags.LISTING, tags.MENTORS)
    return _own_words(page) | {
        "shows": Shows((mentor.pk, review_page.number, icons, openings), everything),
        "mentor": mentor,
        "badges": earned,
        "icons": icons,
        "openings": openings,
        # What pieces of the template are made of, beside what they name.
        "praise": (own,),
        "all": everything,
        "statistics": statistics,
        "follow": _follow(request, mentor),
        "zone_place": mentor.user.time_zone.rsplit("/", 1)[-1].replace("_", " "),
        "domains": domains,
        "skills": skills,
        "takes_slots": bookable,
        "next_sessions": next_ones,
        "review_page": review_page,
        "reviews": voices,
        "histogram": histogram,
        "scores": scores,
        "trail": [("Home", "/"), ("Mentors", "/mentors/")],
    }


def _own_words(page: Any) -> dict[str, Any]:
    return {
        "film": None if page.film else film(page.film_url),
        "poster": _poster(page),
        "links": [link(block.value) for block in page.links],
    }


def _badges(mentor: Mentor) -> list[Badge]:
    return badges(
        approved=mentor.vetting == Vetting.APPROVED,
        rating_sum=mentor.rating_sum,
        rating_count=mentor.rating_count,
        sessions_taught=mentor.sessions_taught,
        joined=mentor.created_at,
        now=now(),
    )


def _next(mentor: Mentor, own: str) -> list[Session]:
    """Return the next sessions: which ones is remembered, how they stand is read anew."""
    new: list[Session] = []

    def read() -> list[Session]:
        new.extend(catalogue.on_offer().filter(mentor=mentor).order_by("starts_at", "id")[:NEXT])
        page_cache.fresh_until(*(one.starts_at for one in new), *(one.ends_at for one in new))
        return new

    known = page_cache.remembered(("next", mentor.pk), read, tags=(own, tags.LISTING))
    if new or not known:
        return known
    at = sessions.standing(one.pk for one in known)
    return [
        sessions.as_it_stands(one, at[one.pk])
        for one in known
        if one.pk in at and at[one.pk].state in sessions.OPEN_STATES
    ]


def _facts(mentor: Mentor) -> tuple[list, list, list[Domain], list[Skill], bool]:
    return (
        *reviews.figures(mentor),
        list(mentor.domains.all()),
        list(mentor.skills.all()),
        slots.offers_slots(mentor),
    )


def _follow(request: HttpRequest, mentor: Mentor) -> dict[str, Any]:
    """Return how following is offered: a button, a way to log in, or nothing to oneself."""
    user = request.user
    if not user.is_authenticated:
        return {"login": f"/login/?{urlencode({'next': mentor.get_absolute_url()})}"}
    if user.pk == mentor.user_id or not may(user, Permission.LEARN):
        return {}
    return {"action": reverse("follow", args=[mentor.pk]), "on": mentors.follows(user, mentor)}


def _poster(page: Any) -> str:
    """Return the address of what is shown before a film plays: its poster, else the face."""
    if page.poster is not None:
        return page.poster.get_rendition(Filter(spec=pictures.WIDE)).url
    if page.portrait is not None:
        return page.portrait.get_rendition(Filter(spec=pictures.PORTRAIT)).url
    return page.mentor.user.avatar_url
