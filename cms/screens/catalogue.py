"""The list of sessions: filters, results, and the way on where there are none."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning import tags
from learning.cards import anew, session_cards
from learning.models import Domain
from learning.queries import catalogue, sessions, topics
from learning.queries.catalogue import Asked, Found, Option, Wanted
from learning.queries.catalogue.choices import SORTS
from learning.services import missed
from peerlearn.common import page_cache
from peerlearn.common.machines import is_machine
from peerlearn.common.money import format_inr
from peerlearn.common.zones import viewer_zone

from ..seo.meta import TOPIC_ALONE, has_words
from . import catalogue_week as weeks
from . import catalogue_words as words
from .whole import Shows

LIST = "/sessions/"
# Name, label, whether several may be chosen, whether it stands in the bar.
FILTERS: tuple[tuple[str, Promise, bool, bool], ...] = (
    ("date", gettext_lazy("When"), False, True),
    ("topic", gettext_lazy("Topic"), True, True),
    ("price", gettext_lazy("Price"), False, True),
    ("language", gettext_lazy("Language"), True, True),
    ("time", gettext_lazy("Time of day"), True, False),
    ("level", gettext_lazy("Level"), True, False),
    ("size", gettext_lazy("Group"), True, False),
    ("left", gettext_lazy("Seats"), False, False),
    ("rating", gettext_lazy("Rating"), False, False),
)
# What to let go of first when nothing is found.
EASIEST_TO_DROP = (
    "price",
    "left",
    "rating",
    "size",
    "level",
    "time",
    "date",
    "language",
    "topic",
)
_numbers = count()


@dataclass(frozen=True)
class Filter:
    """One filter as the page shows it; `chosen` counts what is set in it."""

    name: str
    label: str | Promise
    several: bool
    in_bar: bool
    options: list[Option]
    chosen: int
    anything: int


def context(request: HttpRequest, topic: Domain | None = None, text: Any = None) -> dict[str, Any]:
    """Return the list as the address asks for it; `topic` is the one of a topic's own page.

    `text` is what editors wrote of that topic (a TopicText), if they did.
    """
    page_cache.depends_on(tags.LISTING, tags.SEATS, tags.MENTORS)
    zone = viewer_zone(request)
    slug = topic.slug if topic else ""
    what = catalogue.asked(request.GET, topic=slug)
    began = next(_numbers)

    def make() -> dict[str, Any]:
        return _listed(what, zone, topic)

    # A week is made each time: its cards stand in its days, too.
    listed = (
        make()
        if what.wanted.view
        else page_cache.remembered(
            ("list", zone.key, slug, what.wanted, what.page), make, tags=catalogue.CATALOGUE
        )
    )
    cards = listed["cards"]
    if cards and listed["number"] < began:
        cards = anew(cards, sessions.standing(card.id for card in cards))
    # What others hang on an address narrows nothing, but what narrows is not for search engines.
    narrows = has_words(request, TOPIC_ALONE)
    shows = Shows((listed["number"], cards, text and text.pk, narrows), catalogue.CATALOGUE)
    return {**listed, "cards": cards, "text": text, "shows": None if what.wanted.view else shows}


def _listed(what: Asked, zone: ZoneInfo, topic: Domain | None) -> dict[str, Any]:
    """Return all of the list; `number` is of this very answer, the higher the later it was made."""
    found = catalogue.find(what, zone=zone)
    page_cache.fresh_until(found.counts.changes)
    here = found.wanted.without("topic") if topic else found.wanted
    filters = [_filter(found, *one) for one in FILTERS]
    week = weeks.context(found, zone, _address) if found.wanted.view and found.total else None
    return {
        "number": next(_numbers),
        "found": found,
        "cards": tuple(week["cards"] if week else session_cards(found.page.object_list)),
        "heading": found.topic.name if found.topic else _("Find a session"),
        "week": week,
        "views": weeks.views(found.wanted, _address),
        "filters": filters,
        "chosen": sum(one.chosen for one in filters),
        "chips": words.chips(found, _address),
        "sorts": _sorts(found.wanted),
        "page_query": f"{here.query()}&" if here.given() else "",
        "as_typed": _address(found.wanted.but(exact="1")),
        "suggested": _address(found.wanted.but(q=found.suggestion)),
        "empty": None if found.total else _way_on(found, zone),
        "ask_url": _ask(found),
        "missed": _is_missed(found),
        "skills": topics.skills_of(topic) if topic else [],
        "trail": [("Home", "/"), ("Sessions", LIST)] if found.topic else [("Home", "/")],
        "is_narrowed": bool(found.wanted.narrows()),
        "zone_words": str(zone),
    }


def note_missed(request: HttpRequest, found: Found) -> None:
    """Have words that found nothing counted, in the cache; instant results tell by themselves.

    Machines that say what they are do not count.
    """
    agent = request.headers.get("User-Agent", "")
    if not _is_missed(found):
        return
    if "X-Requested-With" in request.headers or is_machine(agent):
        return
    missed.note(text=found.wanted.q, whose=request.META.get("REMOTE_ADDR", ""))


def _is_missed(found: Found) -> bool:
    """Tell whether the words alone found nothing: filters may be to blame otherwise."""
    return not found.total and found.wanted.narrows().keys() == {"q"}


def _filter(found: Found, name: str, label: Promise, several: bool, in_bar: bool) -> Filter:
    options = found.options[name]
    chosen = sum(option.chosen for option in options)
    wanted = found.wanted
    if name == "date" and (wanted.since or wanted.until):
        chosen = 1
    if name == "price" and (wanted.least is not None or wanted.most is not None):
        chosen = 1
    anything = found.counts.without.get(name, found.total)
    return Filter(name, label, several, in_bar, options, chosen, anything)


def _sorts(wanted: Wanted) -> list[tuple[str, Any, bool]]:
    """Return the orders as (value, label, chosen); best match only where there are words."""
    usual = wanted.but(sort="").ordered_by
    return [
        ("" if name == usual else name, label, name == wanted.ordered_by)
        for name, label in SORTS.items()
        if name != "relevance" or wanted.q
    ]


def _address(wanted: Wanted) -> str:
    query = wanted.query()
    return f"{LIST}?{query}" if query else LIST


def _ask(found: Found) -> str:
    """Return where to ask for what was not found."""
    given = [("title", found.wanted.q), ("topic", found.topic.slug if found.topic else "")]
    query = urlencode([pair for pair in given if pair[1]])
    return f"/requests/new/?{query}" if query else "/requests/new/"


def _way_on(found: Found, zone: ZoneInfo) -> dict[str, str]:
    """Return one sentence of cause and the one step that finds something."""
    wanted, text = found.wanted, words.cause(found)
    if (dearer := _dearer(found, zone)) is not None:
        return {"text": text, **dearer}
    for name in EASIEST_TO_DROP:
        count = found.counts.without.get(name, 0)
        if count:
            rest = words.let_go(wanted, name)
            label = _("Try %(any)s (%(count)d)") % {"any": words.ANY[name], "count": count}
            return {"text": text, "url": _address(rest), "label": label}
    if wanted.narrows():
        return {"text": text, "url": LIST, "label": _("See every session")}
    return {"text": text, "url": "/mentors/", "label": _("Meet the mentors")}


def _dearer(found: Found, zone: ZoneInfo) -> dict[str, str] | None:
    """Return the step to the cheapest seat there is, where only the price stood in the way."""
    cheapest = found.counts.cheapest
    if "price" not in found.counts.without or cheapest is None:
        return None
    rupees = -(-cheapest // 50_00) * 50
    other = words.let_go(found.wanted, "price").but(most=rupees)
    count = catalogue.how_many(other, zone=zone)
    price = format_inr(rupees * 100)
    label = _("Try up to %(price)s (%(count)d)") % {"price": price, "count": count}
    return {"url": _address(other), "label": label} if count else None
