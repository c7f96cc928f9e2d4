"""The list of mentors: filters, results, and the way on where there are none."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning import tags
from learning.cards import mentor_card
from learning.queries import mentor_search, mentors
from peerlearn.common import page_cache

from .catalogue import Filter

LIST = "/mentors/"
# Name, label, whether it stands in the bar.
FILTERS = (
    ("topic", gettext_lazy("Topic"), True),
    ("week", gettext_lazy("When"), True),
    ("hour", gettext_lazy("Price"), True),
    ("language", gettext_lazy("Language"), True),
    ("skill", gettext_lazy("Skill"), False),
    ("rating", gettext_lazy("Rating"), False),
)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the mentors the address asks for."""
    page_cache.depends_on(tags.LISTING, tags.SEATS, tags.MENTORS)
    found = mentor_search.find(request.GET, mentors.topics())
    shown = list(found.page.object_list)
    starts = mentors.next_starts(shown)
    page_cache.fresh_until(*starts.values())
    filters = [_filter(found, *one) for one in FILTERS if found.options[one[0]]]
    narrowing = {name: value for name, value in found.given.items() if name != "sort"}
    return {
        "found": found,
        "cards": [mentor_card(mentor, starts.get(mentor.pk)) for mentor in shown],
        "page_obj": found.page,
        "total": found.total,
        "topic": found.topic,
        "q": found.given.get("q", ""),
        "filters": filters,
        "chosen": sum(one.chosen for one in filters),
        "chips": [(_label(found, name), _address(found, name)) for name in narrowing],
        "sorts": [
            (value, label, found.given.get("sort", "") == value)
            for value, (label, _order) in mentor_search.SORTS.items()
        ],
        "page_query": f"{urlencode(found.given)}&" if found.given else "",
        "is_narrowed": bool(narrowing),
    }


def _filter(found: mentor_search.FoundMentors, name: str, label: Any, in_bar: bool) -> Filter:
    options = [one for one in found.options[name] if one.count or one.chosen or name != "language"]
    chosen = sum(one.chosen for one in options)
    return Filter(name, label, False, in_bar, options, chosen, found.anything[name])


def _label(found: mentor_search.FoundMentors, name: str) -> str:
    if name == "q":
        return _("“%s”") % found.given["q"]
    return str(next(one.label for one in found.options[name] if one.chosen))


def _address(found: mentor_search.FoundMentors, but: str) -> str:
    """Return the address without one filter; a topic takes its skill along."""
    dropped = {but, "skill"} if but == "topic" else {but}
    rest = {name: value for name, value in found.given.items() if name not in dropped}
    return f"{LIST}?{urlencode(rest)}" if rest else LIST
