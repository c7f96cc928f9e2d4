"""What somebody looks for, read from an address: what is not understood is left out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from ...enums import Level
from ...words import tidy
from .choices import LEFT, PRICES, RATINGS, SIZES, SORTS, VIEWS
from .days import DATES, TIMES, iso_day

MOST_RUPEES = 999_999
LONGEST_PLAIN = 40


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; an empty value leaves that question open. Money in rupees.

    The fields stand in the order of a canonical address.
    """

    q: str = ""
    topic: tuple[str, ...] = ()
    date: str = ""
    since: str = ""
    until: str = ""
    time: tuple[str, ...] = ()
    price: str = ""
    least: int | None = None
    most: int | None = None
    language: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    left: str = ""
    rating: str = ""
    exact: str = ""
    sort: str = ""
    view: str = ""

    def given(self) -> list[tuple[str, str]]:
        """Return the parameters that say this, in the canonical order."""
        pairs: list[tuple[str, str]] = []
        for name, value in vars(self).items():
            for one in value if isinstance(value, tuple) else (value,):
                if one not in ("", None):
                    pairs.append((PARAMETERS.get(name, name), str(one)))
        return pairs

    def query(self) -> str:
        """Return the canonical query string, without "?"."""
        return urlencode(self.given())

    def narrows(self) -> dict[str, Any]:
        """Return the fields that narrow the list, with their values."""
        return {
            name: value
            for name, value in vars(self).items()
            if value not in ("", None, ()) and name not in SHOWN_AS
        }

    def but(self, **changes: Any) -> "Wanted":
        """Return the same with some fields changed."""
        return replace(self, **changes)

    def without(self, name: str, value: str = "") -> "Wanted":
        """Return the same without field `name`, or without one `value` of its several."""
        held = getattr(self, name)
        if isinstance(held, tuple) and value:
            return self.but(**{name: tuple(one for one in held if one != value)})
        return self.but(**{name: _EMPTY[name]})

    @property
    def ordered_by(self) -> str:
        """Return how the list is sorted: as asked, else by relevance to words, else by time."""
        return self.sort or ("relevance" if self.q else "soonest")


# Fields whose parameter is called otherwise, and those that do not narrow the list.
PARAMETERS = {"since": "from", "until": "to", "least": "min", "most": "max"}
SHOWN_AS = ("exact", "sort", "view")
_EMPTY = {one.name: one.default for one in fields(Wanted)}


def understood(
    params: QueryDict | Mapping[str, str], *, topics: Collection[str], languages: Collection[str]
) -> Wanted:
    """Return what `params` ask for; `topics` are the slugs there are, `languages` their names."""
    since, until = _days(_one(params, "from"), _one(params, "to"))
    least, most = _rupees(_one(params, "min")), _rupees(_one(params, "max"))
    if least is not None and most is not None and least > most:
        least, most = most, least
    q = tidy(_one(params, "q", longest=400))
    sort = _known(_one(params, "sort"), SORTS)
    return Wanted(
        q=q,
        topic=_several(params, "topic", topics),
        date="" if since or until else _date(_one(params, "date")),
        since=since,
        until=until,
        time=_several(params, "time", TIMES),
        price=""
        if least is not None or most is not None
        else _known(_one(params, "price"), PRICES),
        least=least,
        most=most,
        language=_several(params, "language", languages),
        level=_several(params, "level", Level.values),
        size=_several(params, "size", SIZES),
        left=_known(_one(params, "left"), LEFT),
        rating=_known(_one(params, "rating"), RATINGS),
        exact="1" if q and _one(params, "exact") == "1" else "",
        sort="" if sort == ("relevance" if q else "soonest") or (sort == "relevance") else sort,
        view=_known(_one(params, "view"), VIEWS),
    )


def _one(params: Mapping[str, str], name: str, longest: int = LONGEST_PLAIN) -> str:
    """Return the first value that is not empty: a form may send a name twice."""
    values = [value for value in _all(params, name) if value]
    return values[0][:longest].strip() if values else ""


def _all(params: Mapping[str, str], name: str) -> list[str]:
    get: Callable[[str], list[str]] | None = getattr(params, "getlist", None)
    return [str(value) for value in (get(name) if get else [params.get(name, "")])]


def _several(params: Mapping[str, str], name: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the known values, in their own order, each once."""
    asked = set(_all(params, name)[:50])
    return tuple(value for value in known if value in asked)


def _known(value: str, known: Collection[str]) -> str:
    return value if value in known else ""


def _date(value: str) -> str:
    return value if value in DATES or iso_day(value) else ""


def _days(since: str, until: str) -> tuple[str, str]:
    first = since if iso_day(since) else ""
    last = until if iso_day(until) else ""
    return (last, first) if first and last and first > last else (first, last)


def _rupees(text: str) -> int | None:
    """Return whole rupees: digits only, so never below zero."""
    plain = text.replace(",", "").removeprefix("₹")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        return None
    return min(int(plain), MOST_RUPEES)
