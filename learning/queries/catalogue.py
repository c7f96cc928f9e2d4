"""Searching what can be booked: filters, how many each option would find, pages of 24.

Any parameters give an answer: what is not understood is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peerlearn.common.clock import now

from ..enums import SessionState
from ..models import Domain, Session
from .sessions import visible

PER_PAGE = 24
MOST_CHARACTERS = 80
MOST_WORDS = 6
DAY = timedelta(days=1)

Words = str | Promise

# Bands of the price of a seat, in paise.
PRICES: dict[str, tuple[Words, Q]] = {
    "free": (_("Free"), Q(price=0)),
    "under-500": (_("Under ₹500"), Q(price__lt=500_00)),
    "under-1000": (_("Under ₹1,000"), Q(price__lt=1000_00)),
    "500-1000": (_("₹500 to ₹1,000"), Q(price__gte=500_00, price__lte=1000_00)),
    "over-1000": (_("Over ₹1,000"), Q(price__gt=1000_00)),
}
DATES: dict[str, Words] = {
    "today": _("Today"),
    "tomorrow": _("Tomorrow"),
    "this-week": _("This week"),
    "weekend": _("This weekend"),
}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; an empty word leaves that question open."""

    q: str = ""
    topic: str = ""
    price: str = ""
    date: str = ""

    def given(self) -> dict[str, str]:
        """Return the filters that are set, in the order of the form."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Option:
    """One choice of a filter and how many sessions it would show with the others as they are."""

    value: str
    label: Words
    count: int
    chosen: bool


@dataclass(frozen=True)
class Found:
    """One page of sessions, the filters as understood, and the choices of each filter."""

    wanted: Wanted
    total: int
    page: Page
    options: dict[str, list[Option]]
    topic: Domain | None
    labels: dict[str, Words] = field(default_factory=dict)


def search(params: Mapping[str, str], *, zone: ZoneInfo) -> Found:
    """Return the page of visible sessions that `params` ask for, soonest first.

    `params`: topic (slug), price (key of PRICES), date (key of DATES or an ISO date, both read in
    `zone`), q (words in title, summary, topic, skills or the mentor's name), page. Three queries.
    """
    domains = list(Domain.objects.all())
    wanted = _understood(params, domains)
    topic = next((domain for domain in domains if domain.slug == wanted.topic), None)
    base = on_offer().filter(_words(wanted.q))
    tests = _tests(wanted, topic, zone)
    counts = _counts(base, tests, domains, zone)
    chosen = base.filter(*tests.values()).order_by("starts_at", "id")
    paginator = Paginator(chosen, PER_PAGE)
    paginator.count = counts["total"]
    return Found(
        wanted=wanted,
        total=counts["total"],
        page=paginator.get_page(params.get("page")),
        options=_options(wanted, domains, counts),
        topic=topic,
        labels=_labels(wanted, topic),
    )


def on_offer() -> QuerySet[Session]:
    """Return visible sessions that are to come or live; late ones can't be booked any more."""
    return visible().filter(Q(state=SessionState.LIVE) | Q(starts_at__gt=now()))


def without(wanted: Wanted, name: str) -> dict[str, str]:
    """Return the other filters of `wanted`: where the chip that takes `name` away leads."""
    return replace(wanted, **{name: ""}).given()


def starting_within(hours: int) -> QuerySet[Session]:
    """Return what starts in the next `hours` and has a seat left, soonest first."""
    start = now()
    soon = visible().filter(starts_at__gt=start, starts_at__lte=start + timedelta(hours=hours))
    return soon.exclude(seats_taken__gte=F("capacity")).order_by("starts_at", "id")


def similar_to(session: Session, limit: int) -> list[Session]:
    """Return up to `limit` other sessions of the topic to come, soonest first."""
    others = visible().filter(domain=session.domain_id, starts_at__gt=now()).exclude(pk=session.pk)
    return list(others.exclude(seats_taken__gte=F("capacity")).order_by("starts_at", "id")[:limit])


def day_range(name: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return [start, end) of a key of DATES or an ISO date in `zone`; None if it is neither."""
    today = now().astimezone(zone).date()
    saturday = today if today.weekday() == 6 else today + (5 - today.weekday()) * DAY
    monday = today + (7 - today.weekday()) * DAY
    named = {
        "today": (today, today + DAY),
        "tomorrow": (today + DAY, today + 2 * DAY),
        "this-week": (today, monday),
        "weekend": (saturday, monday),
    }
    first, last = named.get(name) or _one_day(name)
    if first is None or last is None:
        return None
    return (
        datetime.combine(first, time.min, tzinfo=zone),
        datetime.combine(last, time.min, tzinfo=zone),
    )


def _one_day(name: str) -> tuple[date | None, date | None]:
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return None, None
    return (day, day + DAY) if 2000 < day.year < 2200 else (None, None)


def _understood(params: Mapping[str, str], domains: list[Domain]) -> Wanted:
    words = " ".join(str(params.get("q", "")).replace("\0", " ").split())[:MOST_CHARACTERS]
    day = str(params.get("date", ""))
    if day not in DATES:
        day = day if len(day) == len("2026-11-21") and _one_day(day)[0] else ""
    price, topic = str(params.get("price", "")), str(params.get("topic", ""))
    return Wanted(
        q=words,
        topic=topic if topic in {domain.slug for domain in domains} else "",
        price=price if price in PRICES else "",
        date=day,
    )


def _words(text: str) -> Q:
    """Every word must stand somewhere; skills by a subquery, so that no row comes twice."""
    every = Q()
    for word in text.split()[:MOST_WORDS]:
        skilled = Session.skills.through.objects.filter(skill__name__icontains=word)
        every &= (
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(domain__name__icontains=word)
            | Q(mentor__user__name__icontains=word)
            | Q(pk__in=skilled.values("session_id"))
        )
    return every


def _between(name: str, zone: ZoneInfo) -> Q:
    span = day_range(name, zone)
    return Q(starts_at__gte=span[0], starts_at__lt=span[1]) if span else Q()


def _tests(wanted: Wanted, topic: Domain | None, zone: ZoneInfo) -> dict[str, Q]:
    return {
        "topic": Q(domain_id=topic.pk) if topic else Q(),
        "price": PRICES[wanted.price][1] if wanted.price else Q(),
        "date": _between(wanted.date, zone) if wanted.date else Q(),
    }


def _counts(
    base: QuerySet[Session], tests: dict[str, Q], domains: list[Domain], zone: ZoneInfo
) -> dict[str, int]:
    """Count every option in one statement: the option's own filter is left out of its count."""
    asked = {f"topic_{domain.pk}": ("topic", Q(domain_id=domain.pk)) for domain in domains}
    asked |= {f"price_{n}": ("price", test) for n, (_label, test) in enumerate(PRICES.values())}
    asked |= {f"date_{n}": ("date", _between(name, zone)) for n, name in enumerate(DATES)}
    asked |= {f"any_{own}": (own, Q()) for own in tests}
    exact = ~Q(pk=None)
    for test in tests.values():
        exact &= test
    wanted = {"total": exact}
    for key, (own, test) in asked.items():
        others = ~Q(pk=None) & test
        for name, other in tests.items():
            if name != own:
                others &= other
        wanted[key] = others
    return base.select_related(None).aggregate(
        **{key: Count("pk", filter=test) for key, test in wanted.items()}
    )


def _options(
    wanted: Wanted, domains: list[Domain], counts: dict[str, int]
) -> dict[str, list[Option]]:
    def option(own: str, value: str, label: Words, key: str) -> Option:
        return Option(value, label, counts[key], getattr(wanted, own) == value)

    days = [option("date", name, DATES[name], f"date_{n}") for n, name in enumerate(DATES)]
    if wanted.date and wanted.date not in DATES:
        days.append(option("date", wanted.date, _day_label(wanted.date), "total"))
    return {
        "date": [option("date", "", _("Any day"), "any_date"), *days],
        "topic": [
            option("topic", "", _("Any topic"), "any_topic"),
            *(option("topic", one.slug, one.name, f"topic_{one.pk}") for one in domains),
        ],
        "price": [
            option("price", "", _("Any price"), "any_price"),
            *(option("price", key, PRICES[key][0], f"price_{n}") for n, key in enumerate(PRICES)),
        ],
    }


def _day_label(day: str) -> str:
    return f"{date.fromisoformat(day):%a %d %b %Y}"


def _labels(wanted: Wanted, topic: Domain | None) -> dict[str, Words]:
    labels: dict[str, Words] = {"q": f"“{wanted.q}”"}
    if topic:
        labels["topic"] = topic.name
    if wanted.price:
        labels["price"] = PRICES[wanted.price][0]
    if wanted.date:
        labels["date"] = DATES.get(wanted.date) or _day_label(wanted.date)
    return {name: labels[name] for name in wanted.given()}
