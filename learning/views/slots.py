"""/mentors/<slug>/times/: the free times of a mentor, and booking one of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission, may
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError
from peerlearn.common.zones import iso_utc, moment_in, viewer_zone, zone_of

from ..models import Mentor, SlotRules
from ..policies import refund_policy, refund_steps
from ..queries import mentors
from ..queries.slots import free_slots, rules_of, takes_slots
from ..services import slots
from ..slots import price_of
from .paying import open_order

DAYS = 7
NEAREST = 3
NEXT_DAYS, NEXT_A_DAY = 3, 4
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Length:
    """One of the lengths a mentor offers, with its price in paise."""

    minutes: int
    price: int
    on: bool


@dataclass(frozen=True)
class Slot:
    """A free time and the address that books it."""

    at: datetime
    url: str


@require_safe
@never_cache
def times(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a mentor's free times by days of the viewer's zone; `minutes` chooses the length.

    With `next` it is a piece of the mentor's page: the first of them.
    """
    mentor = _mentor(slug)
    rules = rules_of(mentor)
    minutes = _minutes(request.GET.get("minutes", ""), rules)
    moment, zone = now(), viewer_zone(request)
    if "next" in request.GET:
        return _next(request, mentor, rules, minutes)
    until = moment + timedelta(days=rules.horizon)
    taken = takes_slots(mentor, rules)
    found = free_slots(mentor, moment, until, minutes, rules=rules) if taken else []
    page = Paginator(_by_day(mentor, found, minutes, zone), DAYS).get_page(request.GET.get("page"))
    context = _about(mentor, rules, minutes) | {
        "takes": taken,
        "ask": _ask(request, mentor),
        "page": page,
        "query": urlencode({"minutes": minutes}) + "&",
        "clocks_change": _clocks_change(page.object_list, zone, mentor),
        "trail": [
            ("Home", "/"),
            ("Mentors", "/mentors/"),
            (mentor.user.name, mentor.get_absolute_url()),
        ],
    }
    return render(request, "learning/slots/times.html", context)


def _next(request: HttpRequest, mentor: Mentor, rules: SlotRules, minutes: int) -> HttpResponse:
    moment, found = now(), list[datetime]()
    for ahead in (min(SOON, timedelta(days=rules.horizon)), timedelta(days=rules.horizon)):
        if not found and takes_slots(mentor, rules):
            found = free_slots(mentor, moment, moment + ahead, minutes, rules=rules)
    days = _by_day(mentor, found, minutes, viewer_zone(request))[:NEXT_DAYS]
    context = {
        "days": [slots_[:NEXT_A_DAY] for slots_ in days],
        "minutes": minutes,
        "price": price_of(mentor.hourly_price, minutes),
    }
    return render(request, "learning/slots/next.html", context)


@permission_required(Permission.BOOK)
@never_cache
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a free time costs (GET) and book it (POST); `at` and `minutes` say which one.

    A time that is gone answers 409 with the nearest others; what was typed stays.
    """
    mentor = _mentor(slug)
    rules = rules_of(mentor)
    asked = request.POST if request.method == "POST" else request.GET
    at = moment_in(asked.get("at", ""))
    minutes = _minutes(asked.get("minutes", ""), rules)
    if at is None:
        return redirect("slots", slug)
    context = _about(mentor, rules, minutes) | {"at": at, "note": asked.get("note", "")}
    context["price"] = price_of(mentor.hourly_price, minutes)
    context["refund_steps"] = refund_steps(refund_policy(), at, now())
    if request.method == "POST":
        # Who agreed to a length that is not offered any more did not agree to another one.
        agreed = asked.get("minutes", "") in ("", str(minutes))
        return _take(request, mentor, context) if agreed else _gone(request, mentor, context)
    if mentor.user_id == request.user.pk:
        return redirect("availability")
    free = takes_slots(mentor, rules) and at in _around(mentor, at, minutes, rules)
    return _confirm(request, context) if free else _gone(request, mentor, context)


def _take(request: HttpRequest, mentor: Mentor, context: dict[str, Any]) -> HttpResponse:
    try:
        booking = slots.book_slot(
            learner=request.user,
            mentor=mentor,
            starts_at=context["at"],
            minutes=context["minutes"],
            note=context["note"],
        )
    except Conflict as refused:
        if refused.code == "slot_taken":
            return _gone(request, mentor, context)
        return _confirm(request, context | {"refused": refused}, refused.status)
    except DomainError as refused:
        if not refused.fields:
            raise
        return _confirm(request, context | {"refused": refused}, refused.status)
    open_order(request, booking)
    return redirect(booking)


def _confirm(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "learning/slots/book.html", context, status=status)


def _gone(request: HttpRequest, mentor: Mentor, context: dict[str, Any]) -> HttpResponse:
    rules, at, minutes = context["rules"], context["at"], context["minutes"]
    others = _around(mentor, at, minutes, rules) if takes_slots(mentor, rules) else []
    nearest = sorted(sorted(others, key=lambda one: abs(one - at))[:NEAREST])
    return _confirm(request, context | {"gone": True, "nearest": nearest}, 409)


def _around(mentor: Mentor, at: datetime, minutes: int, rules: SlotRules) -> list[datetime]:
    start = min(max(at, now()), now() + timedelta(days=rules.horizon))
    return free_slots(mentor, start - SOON, start + SOON, minutes, rules=rules)


def _ask(request: HttpRequest, mentor: Mentor) -> str:
    """Return where a viewer can propose a time instead, nothing for who may not ask."""
    if request.user.is_authenticated and not may(request.user, Permission.ASK):
        return ""
    return f"{reverse('request-new')}?{urlencode({'mentor': mentor.slug})}"


def _mentor(slug: str) -> Mentor:
    found = mentors.shown().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _about(mentor: Mentor, rules: SlotRules, minutes: int) -> dict[str, Any]:
    return {
        "mentor": mentor,
        "rules": rules,
        "minutes": minutes,
        "zone_place": mentor.user.time_zone.rsplit("/", 1)[-1].replace("_", " "),
        "lengths": [
            Length(one, price_of(mentor.hourly_price, one), one == minutes) for one in rules.lengths
        ],
    }


def _minutes(text: str, rules: SlotRules) -> int:
    """Return a length the mentor offers: the one asked for, else an hour, else the longest."""
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return asked if asked in rules.lengths else rules.usual_length


def _by_day(
    mentor: Mentor, found: list[datetime], minutes: int, zone: ZoneInfo
) -> list[list[Slot]]:
    """Return the slots of each day that has any, as the viewer's calendar has them."""
    address = reverse("slot-book", args=[mentor.slug])
    days: dict[date, list[Slot]] = defaultdict(list)
    for at in found:
        query = urlencode({"at": iso_utc(at), "minutes": minutes})
        days[at.astimezone(zone).date()].append(Slot(at, f"{address}?{query}"))
    return list(days.values())


def _clocks_change(days: list[list[Slot]], zone: ZoneInfo, mentor: Mentor) -> bool:
    """Tell whether the difference between the two clocks is not the same on all days shown."""
    theirs = zone_of(mentor.user.time_zone)
    return len({_apart(slots_[0].at, zone, theirs) for slots_ in days}) > 1


def _apart(at: datetime, mine: ZoneInfo, theirs: ZoneInfo) -> timedelta:
    own, other = at.astimezone(mine).utcoffset(), at.astimezone(theirs).utcoffset()
    return (own or timedelta()) - (other or timedelta())
