"""Reading sessions."""

from collections.abc import Iterable
from copy import copy
from datetime import timedelta
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from peerlearn.common.clock import now

from ..enums import SessionKind, SessionState, Vetting
from ..models import Domain, Mentor, Session

OPEN_STATES = (SessionState.SCHEDULED, SessionState.LIVE)
CANCELLED_STAYS = timedelta(days=7)


class Standing(NamedTuple):
    """What nobody may see late of a session; price in paise."""

    state: str
    price: int
    seats_taken: int


def standing(keys: Iterable[int]) -> dict[int, Standing]:
    """Return how the sessions of these keys stand this moment: one statement on one table."""
    rows = Session.objects.filter(pk__in=list(keys)).order_by()
    found = rows.values_list("pk", "state", "price", "seats_taken")
    return {key: Standing(state, price, taken) for key, state, price, taken in found}


def as_it_stands(session: Session, at: Standing) -> Session:
    """Return a copy of a session read earlier, as it stands now."""
    mine = copy(session)
    mine.state, mine.price, mine.seats_taken = at
    return mine


def visible() -> QuerySet[Session]:
    """Return what anybody may find: public, of an approved mentor, to come or running."""
    return Session.objects.filter(
        kind=SessionKind.PUBLIC,
        state__in=OPEN_STATES,
        ends_at__gt=now(),
        mentor__vetting=Vetting.APPROVED,
        mentor__user__is_active=True,
    ).select_related("mentor__user", "domain")


def shown() -> QuerySet[Session]:
    """Return what has a public page: also what is over or was cancelled, never a draft."""
    return (
        Session.objects.filter(
            kind=SessionKind.PUBLIC,
            mentor__vetting=Vetting.APPROVED,
            mentor__user__is_active=True,
        )
        .exclude(state=SessionState.DRAFT)
        .select_related("mentor__user", "domain")
    )


def for_room(session_id: int) -> Session | None:
    """Return a session with its mentor, or None: what the room needs to decide."""
    return Session.objects.select_related("mentor__user", "domain").filter(pk=session_id).first()


def of_mentor(mentor: Mentor) -> QuerySet[Session]:
    """Return all sessions of a mentor with what a card shows."""
    return Session.objects.filter(mentor=mentor).select_related("mentor__user", "domain")


def drafts(mentor: Mentor) -> QuerySet[Session]:
    """Return a mentor's drafts, soonest first."""
    return of_mentor(mentor).filter(state=SessionState.DRAFT)


def scheduled(mentor: Mentor) -> QuerySet[Session]:
    """Return a mentor's sessions to come or running, soonest first."""
    return of_mentor(mentor).filter(state__in=OPEN_STATES, ends_at__gt=now())


def past(mentor: Mentor) -> QuerySet[Session]:
    """Return a mentor's sessions that are over, latest first."""
    over = of_mentor(mentor).exclude(state=SessionState.DRAFT)
    return over.exclude(state__in=OPEN_STATES, ends_at__gt=now()).order_by("-starts_at", "-id")


def announced(*, domain: Domain | None = None, mentor: Mentor | None = None) -> QuerySet[Session]:
    """Return what a subscriber's calendar shows, soonest first: public, of a topic or a mentor.

    What was cancelled stays until a week after its time, so that calendars take it out.
    """
    moment = now()
    found = shown().filter(
        Q(state__in=OPEN_STATES, ends_at__gt=moment)
        | Q(state=SessionState.CANCELLED, ends_at__gt=moment - CANCELLED_STAYS)
    )
    if domain is not None:
        found = found.filter(domain=domain)
    if mentor is not None:
        found = found.filter(mentor=mentor)
    return found.order_by("starts_at", "id")


def latest(*, domain: Domain | None = None, mentor: Mentor | None = None) -> QuerySet[Session]:
    """Return visible sessions of a topic or a mentor, what was published last first."""
    found = visible()
    if domain is not None:
        found = found.filter(domain=domain)
    if mentor is not None:
        found = found.filter(mentor=mentor)
    return found.order_by(F("published_at").desc(nulls_last=True), "-id")
