"""Searching mentors: words, filters that count, an order. Any parameters give an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import and_

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peerlearn.accounts.languages import LANGUAGES
from peerlearn.common.clock import now

from ..models import Domain, Mentor, Skill, WeeklyHours
from . import sessions, spelling
from .catalogue.facets import Option
from .mentors import MOST_CHARACTERS, search, with_standing

PER_PAGE = 24
WEEK = timedelta(days=7)
Words = str | Promise
Choices = list[tuple[str, Words, Q]]

# Bands of the price of an hour, in paise.
HOURS: Choices = [
    ("free", _("Free"), Q(hourly_price=0)),
    ("under-500", _("Under ₹500"), Q(hourly_price__lt=500_00)),
    ("500-1000", _("₹500 to ₹1,000"), Q(hourly_price__gte=500_00, hourly_price__lte=1000_00)),
    ("over-1000", _("Over ₹1,000"), Q(hourly_price__gt=1000_00)),
]
RATINGS: Choices = [
    ("4.5", _("4.5 or better"), Q(rating_count__gt=0, doubled__gte=F("rating_count") * 9)),
    ("4", _("4 or better"), Q(rating_count__gt=0, doubled__gte=F("rating_count") * 8)),
]
SORTS: dict[str, tuple[Words, tuple]] = {
    "": (_("Recommended"), ("-rating_count", "-rating_sum", "id")),
    # By `standing`, which find() adds where it is asked for.
    "rating": (_("Best rated"), ("-standing", "-rating_count", "id")),
    "price": (_("Lowest price"), ("hourly_price", "-rating_count", "id")),
    "newest": (_("Newest"), ("-created_at", "-id")),
}
FILTERS = ("topic", "skill", "language", "hour", "rating", "week")


@dataclass(frozen=True)
class FoundMentors:
    """One page of mentors, the filters as understood, the choices of each, and the words used."""

    given: dict[str, str]
    total: int
    page: Page
    options: dict[str, list[Option]]
    anything: dict[str, int]
    topic: Domain | None
    corrected: str


def find(params: Mapping[str, str], topics: list[Domain]) -> FoundMentors:
    """Return the mentors that `params` ask for; four statements, one more by rating, two
    more for a slip of the pen.

    `params`: q, sort (SORTS), page, and FILTERS; what is not understood is left out.
    """
    words = " ".join(str(params.get("q", "")).replace("\0", " ").split())[:MOST_CHARACTERS]
    choices = _choices(params, topics)
    chosen = _chosen(params, choices)
    base = _base(words)
    total, counts = _count(base, choices, chosen)
    corrected = ""
    if words and not total and (nearest := spelling.corrected(words)):
        other = _base(nearest)
        more, other_counts = _count(other, choices, chosen)
        if more:
            base, total, counts, corrected = other, more, other_counts, nearest
    sort = params.get("sort", "") if params.get("sort", "") in SORTS else ""
    found = base.filter(*_tests(choices, chosen))
    if sort == "rating":
        found = with_standing(found)
    paginator = Paginator(found.order_by(*SORTS[sort][1]), PER_PAGE)
    paginator.count = total
    given = {"q": words, **chosen, "sort": sort}
    return FoundMentors(
        given={name: value for name, value in given.items() if value},
        total=total,
        page=paginator.get_page(params.get("page")),
        options=_options(choices, chosen, counts),
        anything={name: counts[f"any_{name}"] for name in FILTERS},
        topic=next((one for one in topics if one.slug == chosen.get("topic")), None),
        corrected=corrected,
    )


def _base(words: str) -> QuerySet[Mentor]:
    return search(q=words, topic="").annotate(
        doubled=F("rating_sum") * 2, spoken=Cast("languages", TextField())
    )


def _choices(params: Mapping[str, str], topics: list[Domain]) -> dict[str, Choices]:
    in_topic, with_skill = Mentor.domains.through.objects, Mentor.skills.through.objects
    topic = next((one for one in topics if one.slug == params.get("topic")), None)
    skills = Skill.objects.filter(domain=topic) if topic else ()
    soon = sessions.visible().filter(
        starts_at__gt=now(), starts_at__lt=now() + WEEK, seats_taken__lt=F("capacity")
    )
    free = Q(pk__in=soon.values("mentor_id")) | Q(pk__in=WeeklyHours.objects.values("mentor_id"))
    return {
        "topic": [
            (one.slug, one.name, Q(pk__in=in_topic.filter(domain=one).values("mentor_id")))
            for one in topics
        ],
        "skill": [
            (one.slug, one.name, Q(pk__in=with_skill.filter(skill=one).values("mentor_id")))
            for one in skills
        ],
        "language": [(name, label, Q(spoken__contains=f'"{name}"')) for name, label in LANGUAGES],
        "hour": HOURS,
        "rating": RATINGS,
        "week": [("yes", _("Has time this week"), free)],
    }


def _chosen(params: Mapping[str, str], choices: dict[str, Choices]) -> dict[str, str]:
    return {
        name: params.get(name, "")
        for name, known in choices.items()
        if params.get(name, "") in {value for value, _label, _test in known}
    }


def _tests(choices: dict[str, Choices], chosen: dict[str, str], but: str = "") -> list[Q]:
    return [
        next(test for value, _label, test in choices[name] if value == wanted)
        for name, wanted in chosen.items()
        if name != but
    ]


def _count(
    base: QuerySet[Mentor], choices: dict[str, Choices], chosen: dict[str, str]
) -> tuple[int, dict[str, int]]:
    """Count every choice with the other filters as they are, in one statement."""
    always = ~Q(pk=None)
    asked = {"total": reduce(and_, _tests(choices, chosen), always)}
    for name, known in choices.items():
        others = reduce(and_, _tests(choices, chosen, but=name), always)
        asked[f"any_{name}"] = others
        asked |= {f"{name}_{place}": others & test for place, (*_, test) in enumerate(known)}
    plain = base.prefetch_related(None).select_related(None)
    counts = plain.aggregate(**{key: Count("pk", filter=test) for key, test in asked.items()})
    return counts["total"], counts


def _options(
    choices: dict[str, Choices], chosen: dict[str, str], counts: dict[str, int]
) -> dict[str, list[Option]]:
    return {
        name: [
            Option(value, label, counts[f"{name}_{place}"], chosen.get(name) == value)
            for place, (value, label, _test) in enumerate(known)
        ]
        for name, known in choices.items()
    }
