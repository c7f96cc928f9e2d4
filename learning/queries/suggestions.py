"""What a search may become while it is typed."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from peerlearn.common import page_cache

from .. import tags, words
from ..models import Domain, Mentor, Skill
from . import spelling
from .catalogue.base import on_offer
from .catalogue.text import matching
from .catalogue.wanted import Wanted
from .mentors import listed

MOST = 8
MOST_OF_A_KIND = 3
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """One suggestion: kind is topic, skill, mentor or session; `url` is where it leads."""

    kind: str
    text: str
    url: str
    note: str = ""


def suggest(text: str) -> list[Suggestion]:
    """Return at most eight suggestions for what was typed so far; five statements.

    Where nothing begins like it, those for the nearest known words.
    """
    typed = " ".join(words.cut(words.tidy(text)))
    if len(typed) < SHORTEST:
        return []
    raw = words.tidy(text).split()[0]
    told = (tags.LISTING, tags.MENTORS, page_cache.SITE)
    return page_cache.remembered(f"suggest:{raw}:{typed}", lambda: _read(typed, raw), tags=told)


def _read(typed: str, raw: str) -> list[Suggestion]:
    found = _suggest(typed, raw)
    if not found and (meant := spelling.corrected(typed)):
        return _suggest(meant, meant)
    return found


def _suggest(typed: str, raw: str) -> list[Suggestion]:
    topics = [
        Suggestion("topic", one.name, one.get_absolute_url())
        for one in Domain.objects.all()
        if _begins(one.name, typed)
    ]
    skills = [
        Suggestion("skill", one.name, _search(one.name))
        for one in Skill.objects.filter(_letters("name", typed, raw))[:50]
        if _begins(one.name, typed)
    ]
    mentors = [
        Suggestion("mentor", one.user.name, one.get_absolute_url(), one.headline)
        for one in _mentors(typed, raw)
        if _begins(one.user.name, typed)
    ]
    sessions = [
        Suggestion("session", one.title, one.get_absolute_url(), one.mentor.user.name)
        for one in on_offer().filter(matching(typed)).order_by("starts_at", "id")[:MOST]
    ]
    short = [*topics[:2], *skills[:MOST_OF_A_KIND], *mentors[:2]]
    titles = {one.text: one for one in reversed(sessions)}
    rest = sorted(titles.values(), key=sessions.index)
    return [*short, *rest][:MOST]


def _mentors(typed: str, raw: str) -> list[Mentor]:
    named = listed().prefetch_related(None).filter(_letters("user__name", typed, raw))
    return list(named.order_by("-rating_count", "id")[:20])


def _letters(field: str, typed: str, raw: str) -> Q:
    """Return a test for whatever may begin like `typed`; SQLite has no capitals beyond ASCII."""
    forms = {typed.split()[0], raw, raw.capitalize()}
    return reduce(or_, (Q(**{f"{field}__icontains": form}) for form in forms))


def _begins(name: str, typed: str) -> bool:
    """Tell whether `typed` is how the name goes on from one of its words."""
    cut = words.cut(name)
    return any(" ".join(cut[place:]).startswith(typed) for place in range(len(cut)))


def _search(name: str) -> str:
    return f"/sessions/?{Wanted(q=name).query()}"
