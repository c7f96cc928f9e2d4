"""What live blocks show. All blocks of a page are filled together, in as many statements as one."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db.models import F, Model, QuerySet, Value

from learning import tags
from learning.cards import MentorCard, SessionCard, kept_cards, mentor_card
from learning.models import Mentor, Session
from learning.queries import catalogue, figures, mentors, sessions
from peerlearn.common import page_cache
from peerlearn.common.clock import now
from recommend.serving import trending_ids

SOON_HOURS = 24
NEXT = 1


class Live(Protocol):
    """The value of a live block: fields by name, and where to leave what was found."""

    found: Any

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field."""


def fill(values: Iterable[Live]) -> None:
    """Give each value its `found`: cards, one card or None, or figures."""
    wanted = list(values)
    _fill_sessions([one for one in wanted if "sessions" in one or "source" in one])
    _fill_mentors([one for one in wanted if "mentors" in one])
    for one in wanted:
        rule = one.get("rule")
        if isinstance(rule, list):
            key = ("figures", *rule)
            one.found = page_cache.remembered(
                key, lambda rule=rule: figures.figures(rule), tags=(tags.LISTING, tags.MENTORS)
            )


def _keys(picked: Iterable[Any]) -> list[int]:
    """Return the keys of what was picked: keys already, or objects while somebody edits."""
    return [one.pk if isinstance(one, Model) else one for one in picked or () if one]


def _together(parts: list[QuerySet]) -> list[set[int]]:
    """Return the keys each of the queries finds, in one statement."""
    found: list[set[int]] = [set() for _ in parts]
    if not parts:
        return found
    numbered = [
        # Inside an IN, so that each may have its own order and limit in both databases.
        part.model.objects.filter(pk__in=part.values("pk"))
        .order_by()
        .annotate(part=Value(number))
        .values_list("part", "pk")
        for number, part in enumerate(parts)
    ]
    for number, key in numbered[0].union(*numbered[1:], all=True):
        found[number].add(key)
    return found


def _fill_sessions(values: list[Live]) -> None:
    asked: list[tuple] = []
    fixed: dict[tuple, list[int]] = {}
    orders = {id(value): _session_order(value) for value in values}
    for order in orders.values():
        if order[0] == "hand":
            fixed[order] = list(order[1])
        elif order[0] == "trending":
            fixed[order] = page_cache.remembered("trending", trending_ids, tags=(tags.LISTING,))
        else:
            asked.append(order)
    by_rule = _keys_by_rule(asked)
    keys = set().union(*by_rule.values(), *fixed.values())
    # Which ones is remembered; what they show of seats and prices is read each time.
    read = {card.id: card for card in _cards(tuple(sorted(keys)))} if keys else {}
    for value in values:
        order = orders[id(value)]
        if order in fixed:
            cards = [read[key] for key in fixed[order] if key in read]
        else:
            cards = [card for key, card in read.items() if key in by_rule[order]]
        if order[0] != "hand":
            cards = [card for card in cards if _is_offered(card, order[0])]
        cards = cards[: order[2]]
        value.found = cards if "rule" in value else next(iter(cards), None)


def _cards(keys: tuple[int, ...]) -> tuple[SessionCard, ...]:
    def query() -> QuerySet[Session]:
        return sessions.visible().filter(pk__in=keys).order_by("starts_at", "id")

    return kept_cards(keys, query)


def _keys_by_rule(asked: list[tuple]) -> dict[tuple, set[int]]:
    def read() -> dict[tuple, set[int]]:
        different = list(dict.fromkeys(asked))
        queries = [_session_query(*order) for order in different]
        return dict(zip(different, _together(queries), strict=True))

    return page_cache.remembered(("rules", *asked), read, tags=tags.ANY)


def _session_order(value: Live) -> tuple[str, Any, int]:
    """Return (rule, its argument, at most how many) of a carousel or a next session."""
    if "rule" in value:
        rule, limit = value.get("rule"), value.get("limit") or 8
        picked = tuple(_keys(value.get("sessions")))
        return (rule, {"hand": picked, "topic": value.get("topic")}.get(rule), limit)
    source = value.get("source")
    if source == "session":
        return ("hand", tuple(_keys([value.get("session")])), NEXT)
    if source == "mentor":
        return ("mentor", next(iter(_keys([value.get("mentor")])), None), NEXT)
    return ("next_of_topic", value.get("topic"), NEXT) if source == "topic" else ("any", "", NEXT)


def _session_query(rule: str, argument: Any, limit: int) -> QuerySet[Session]:
    to_come = catalogue.on_offer().order_by("starts_at", "id")
    free_seats = to_come.filter(starts_at__gt=now(), seats_taken__lt=F("capacity"))
    queries: dict[str, Callable[[], QuerySet[Session]]] = {
        "soon": lambda: catalogue.starting_within(SOON_HOURS),
        "free": lambda: free_seats.filter(price=0),
        "topic": lambda: to_come.filter(domain__slug=argument or ""),
        "next_of_topic": lambda: free_seats.filter(domain__slug=argument or ""),
        "mentor": lambda: free_seats.filter(mentor=argument),
        "any": lambda: free_seats,
    }
    return queries.get(rule, queries["soon"])()[:limit]


def _is_offered(card: SessionCard, rule: str) -> bool:
    """Tell whether a card still is what its rule asks for."""
    if card.is_live:
        return rule == "topic"
    return card.starts_at > now() and (card.seats_left > 0 or rule == "topic")


def _by_praise(mentor: Mentor) -> tuple:
    return (-mentor.standing, -mentor.rating_count, mentor.pk)


def _by_age(mentor: Mentor) -> tuple:
    return (-mentor.created_at.timestamp(), -mentor.pk)


def _fill_mentors(values: list[Live]) -> None:
    orders = [_mentor_order(value) for value in values]
    rows = page_cache.remembered(
        ("mentor rows", *orders), lambda: _mentor_rows(orders), tags=(tags.LISTING, tags.MENTORS)
    )
    for value, order in zip(values, orders, strict=True):
        value.found = list(rows[order])


def _mentor_rows(orders: list[tuple]) -> dict[tuple, list[MentorCard]]:
    asked = {order: _mentor_query(*order) for order in orders if order[0] != "hand"}
    by_rule = dict(zip(asked, _together(list(asked.values())), strict=True))
    picked = (order[1] for order in orders if order[0] == "hand")
    keys = set().union(*by_rule.values(), *picked)
    read = {one.pk: one for one in _mentors_of(keys)} if keys else {}
    starts = mentors.next_starts(list(read.values())) if read else {}
    rows = {}
    for order in orders:
        if order[0] == "hand":
            chosen = [read[key] for key in order[1] if key in read]
        else:
            key_of = _by_age if order[0] == "newest" else _by_praise
            chosen = sorted((read[key] for key in by_rule[order] if key in read), key=key_of)
        rows[order] = [mentor_card(one, starts.get(one.pk)) for one in chosen[: order[2]]]
    return rows


def _mentors_of(keys: set[int]) -> QuerySet[Mentor]:
    return mentors.with_standing(mentors.listed()).filter(pk__in=keys)


def _mentor_query(rule: str, argument: Any, limit: int) -> QuerySet[Mentor]:
    query = mentors.newest() if rule == "newest" else mentors.top_rated()
    if rule == "topic":
        query = query.filter(domains__slug=argument or "")
    elif rule == "faces":
        query = query.exclude(user__avatar="")
    return query[:limit]


def _mentor_order(value: Live) -> tuple[str, Any, int]:
    rule, limit = value.get("rule"), value.get("limit") or 8
    argument = {"hand": tuple(_keys(value.get("mentors"))), "topic": value.get("topic")}.get(rule)
    return (rule, argument, limit)


class Faces(dict):
    """The two faces of the hero as a live value: by rule, or the picked ones."""

    found: Any = None

    def __init__(self, picked: Iterable[Any] = ()) -> None:
        rule = "hand" if picked else "faces"
        super().__init__(rule=rule, mentors=list(picked), limit=2)
