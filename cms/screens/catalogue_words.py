"""What the list says of itself: chips of active filters, and why nothing was found."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.queries.catalogue import Found, Wanted
from learning.queries.catalogue.days import day_label
from learning.queries.catalogue.facets import PARTS
from peerlearn.common.money import format_inr

ANY = {
    "price": gettext_lazy("any price"),
    "left": gettext_lazy("without asking for seats"),
    "rating": gettext_lazy("any rating"),
    "size": gettext_lazy("any group"),
    "level": gettext_lazy("any level"),
    "language": gettext_lazy("any language"),
    "time": gettext_lazy("any time of day"),
    "date": gettext_lazy("any day"),
    "topic": gettext_lazy("any topic"),
}
TIMES = {
    "morning": gettext_lazy("morning"),
    "afternoon": gettext_lazy("afternoon"),
    "evening": gettext_lazy("evening"),
    "night": gettext_lazy("night"),
}
DAYS = {
    "today": gettext_lazy("today"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this-week": gettext_lazy("this week"),
    "weekend": gettext_lazy("this weekend"),
}


def let_go(wanted: Wanted, filter_name: str) -> Wanted:
    """Return the same search without all of one filter."""
    for field in PARTS[filter_name]:
        wanted = wanted.without(field)
    return wanted


def chips(found: Found, address: Callable[[Wanted], str]) -> list[tuple[Any, str]]:
    """Return (label, address without it) of everything that narrows the list."""
    wanted = found.wanted
    made: list[tuple[Any, str]] = []
    if wanted.q:
        made.append((f"“{wanted.q}”", address(wanted.without("q").without("exact"))))
    for name, options in found.options.items():
        held = getattr(wanted, name)
        for option in options:
            if option.chosen and held:
                value = option.value if isinstance(held, tuple) else ""
                made.append((option.label, address(wanted.without(name, value))))
        if label := span(wanted, name):
            made.append((label, address(let_go(wanted, name))))
    return made


def span(wanted: Wanted, name: str) -> str:
    """Return a range of days or of prices in words; empty where none is set."""
    if name == "date":
        first, last = wanted.since, wanted.until
        words = tuple(day_label(one) if one else "" for one in (first, last))
    elif name == "price":
        words = tuple(
            "" if one is None else format_inr(one * 100) for one in (wanted.least, wanted.most)
        )
    else:
        return ""
    if all(words):
        if words[0] == words[1]:
            return words[0]
        return _("%(first)s to %(last)s") % {"first": words[0], "last": words[1]}
    if words[0]:
        return _("From %(first)s") % {"first": words[0]}
    return _("Up to %(last)s") % {"last": words[1]} if words[1] else ""


def cause(found: Found) -> str:
    """Return what was not found: "No evening sessions under ₹300 this week."."""
    wanted = found.wanted
    if not wanted.narrows():
        return _("No open session right now.")
    kinds = [
        [_("free")] if wanted.price == "free" else [],
        [str(TIMES[one]) for one in wanted.time],
        [str(one.name) for one in found.topics],
        list(wanted.language),
        [_label(found, "level", one).lower() for one in wanted.level],
        [_label(found, "size", one).lower() for one in wanted.size],
    ]
    before = [_(" or ").join(kind) for kind in kinds if kind]
    after = [_("for “%(words)s”") % {"words": wanted.q}] if wanted.q else []
    if (wanted.price or span(wanted, "price")) and wanted.price != "free":
        price = span(wanted, "price") or _label(found, "price", wanted.price)
        after.append(price[0].lower() + price[1:])
    if wanted.rating:
        after.append(_("rated %(rating)s") % {"rating": _label(found, "rating", wanted.rating)})
    if wanted.left:
        seats = _("with a seat left") if wanted.left == "1" else _("with %(n)s seats left")
        after.append(seats % {"n": wanted.left} if wanted.left != "1" else seats)
    if wanted.date or span(wanted, "date"):
        day = span(wanted, "date") or DAYS.get(wanted.date)
        after.append(str(day) if day else _("on %(day)s") % {"day": day_label(wanted.date)})
    return _("No %(kind)s.") % {"kind": " ".join([*before, _("sessions"), *after])}


def _label(found: Found, name: str, value: str) -> str:
    return next(str(one.label) for one in found.options[name] if one.value == value)
