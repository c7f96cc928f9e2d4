"""Putting a search together: what is asked, how much there is of it, one page of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from peerlearn.common import page_cache
from peerlearn.common.clock import now

from ... import tags
from ...models import Domain, Session
from ...ranking import rank_of
from .. import ratings, spelling
from .base import on_offer
from .days import DAY, midnight
from .facets import (
    Choices,
    Counts,
    Option,
    choices_of,
    count,
    options_of,
    tests_of,
    with_measures,
)
from .languages import languages_on_offer
from .text import matching, relevance
from .wanted import Wanted, understood

PER_PAGE = 24
FEW = 3
CATALOGUE = (tags.LISTING, tags.SEATS, tags.MENTORS, page_cache.SITE)
# A seat taken changes no topic and no language.
CHOICES = (tags.LISTING, tags.MENTORS, page_cache.SITE)


@dataclass(frozen=True)
class Found:
    """One page of sessions, the filters as understood, and the choices of each filter.

    `corrected`: the words whose sessions are shown instead of those typed; `suggestion`: words that
    may have been meant. Both empty where the words were fine.
    """

    wanted: Wanted
    total: int
    page: Page
    options: dict[str, list[Option]]
    counts: Counts
    topics: list[Domain] = field(default_factory=list)
    corrected: str = ""
    suggestion: str = ""

    @property
    def topic(self) -> Domain | None:
        """Return the topic, if exactly one is asked for."""
        return self.topics[0] if len(self.topics) == 1 else None


def search(params: QueryDict | Mapping[str, str], *, zone: ZoneInfo, topic: str = "") -> Found:
    """Return the page of sessions on offer that `params` ask for.

    `params` are those of an address, read by `understood`; `topic` is the slug of a topic's own
    page and stands for that parameter. Days and hours are those of `zone`. Two statements, or five
    where nothing is cached; four more when words may be misspelt.
    """
    return find(asked(params, topic=topic), zone=zone)


@dataclass(frozen=True)
class Asked:
    """What an address asks for, the page of it as typed, and the topics and languages there are."""

    wanted: Wanted
    page: str
    domains: list[Domain]
    languages: list[str]


def asked(params: QueryDict | Mapping[str, str], *, topic: str = "") -> Asked:
    """Read an address; a page of more digits than there can be is the last one."""
    domains, languages = _filters()
    wanted = understood(params, topics=[one.slug for one in domains], languages=languages)
    page = str(params.get("page", ""))
    wanted = wanted.but(topic=(topic,)) if topic else wanted
    return Asked(wanted, page if len(page) < 10 else "9" * 9, domains, languages)


def find(what: Asked, *, zone: ZoneInfo) -> Found:
    """Return what is asked for; see `search`."""
    wanted = what.wanted
    search = _Search(wanted, choices_of(what.domains, what.languages, zone), zone)
    counts, corrected, suggestion = search.counts(), "", ""
    if wanted.q and not wanted.exact and counts.total < FEW:
        meant = spelling.corrected(wanted.q)
        other = meant and replace(search, wanted=wanted.but(q=meant))
        if other and other.counts().total:
            if counts.total:
                suggestion = meant
            else:
                search, counts, corrected = other, other.counts(), meant
    paginator = Paginator(search.chosen(), PER_PAGE)
    paginator.count = counts.total
    return Found(
        wanted=wanted,
        total=counts.total,
        page=paginator.get_page(what.page),
        options=options_of(wanted, search.choices, counts),
        counts=counts,
        topics=[one for one in what.domains if one.slug in wanted.topic],
        corrected=corrected,
        suggestion=suggestion,
    )


def how_many(other: Wanted, *, zone: ZoneInfo) -> int:
    """Return how many sessions `other` would show; at most one statement."""
    domains, languages = _filters()
    choices = choices_of(domains, languages, zone)
    return _Search(other, choices, zone).counts().total


@dataclass(frozen=True)
class _Search:
    """One search: its words and filters, the choices there are, whose day it is."""

    wanted: Wanted
    choices: Choices
    zone: ZoneInfo

    def counts(self) -> Counts:
        """Return the numbers, kept until the catalogue changes or the next session starts."""
        plain = self.wanted.but(exact="", sort="", view="").query()
        key = f"catalogue:counts:{self.zone}:{plain}"
        return page_cache.remembered(key, self._count, tags=CATALOGUE)

    def _count(self) -> Counts:
        tests = tests_of(self.wanted, self.choices, self.zone)
        counted = count(self._base(), tests, self.choices, self.zone)
        tomorrow = now().astimezone(self.zone).date() + DAY
        page_cache.fresh_until(counted.changes, midnight(tomorrow, self.zone))
        return counted

    def _base(self) -> QuerySet[Session]:
        return on_offer().filter(matching(self.wanted.q))

    def chosen(self) -> QuerySet[Session]:
        """Return what is asked for, in the order asked for."""
        tests = tests_of(self.wanted, self.choices, self.zone)
        found = with_measures(self._base(), self.zone).filter(*tests.values())
        return found.order_by(*self._order(), "starts_at", "id")

    def _order(self) -> list[Any]:
        by = self.wanted.ordered_by
        if by == "relevance":
            return [relevance(self.wanted.q)]
        if by == "rating":
            return [rank_of("mentor__", ratings.mean_here()).desc(), "-mentor__rating_count"]
        return [by] if by in ("price", "-price") else []


def _filters() -> tuple[list[Domain], list[str]]:
    """Return the topics and the languages there are."""
    return page_cache.remembered("catalogue:filters", _read_filters, tags=CHOICES)


def _read_filters() -> tuple[list[Domain], list[str]]:
    return list(Domain.objects.all()), languages_on_offer()
