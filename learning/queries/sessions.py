"""Reading sessions."""

from collections.abc import Iterable
from copy import copy
from datetime import timedelta
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from ..enums import BookingState, SessionKind, SessionState, Vetting
from ..models import Booking, Domain, Mentor, Session

STANDING = "SELECT id, state, price, seats_taken FROM {table} WHERE id IN ({marks})"
OPEN_STATES = (SessionState.SCHEDULED, SessionState.LIVE)
CAME_TO_NOTHING = (BookingState.EXPIRED, BookingState.RELEASED)
CANCELLED_STAYS = timedelta(days=7)


class Standing(NamedTuple):
    """What nobody may see late of a session; price in paise."""

    state: str
    price: int
    seats_taken: int


def standing(keys: Iterable[int]) -> dict[int, Standing]:
    """Return how the sessions of these keys stand this moment: one statement on one table.

    Every public page asks it each time; to have the ORM build it takes longer than the answer.
    """
    asked = list(keys)
    if not asked:
        return {}
    marks = ", ".join(["%s"] * len(asked))
    with connection.cursor() as cursor:
        cursor.execute(STANDING.format(table=Session._meta.db_table, marks=marks), asked)
        return {key: Standing(*rest) for key, *rest in cursor}


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


def readable(user: User | AnonymousUser) -> QuerySet[Session]:
    """Return what somebody may read by its number: what has a public page, and all of one's own."""
    own = Q(mentor__user=user.pk) if user.is_authenticated else Q(pk=None)
    public = Q(pk__in=shown().order_by().values("pk"))
    found = Session.objects.filter(public | own)
    return found.select_related("mentor__user", "domain").prefetch_related("curriculum", "skills")


def given_up(session: Session) -> tuple[int, int]:
    """Return how many learners would lose a seat if it were cancelled, and the paise they get."""
    seats = Booking.objects.filter(session=session, state=BookingState.CONFIRMED)
    return _seats_and_paise(seats)


def gave_up(session: Session) -> tuple[int, int]:
    """Return how many learners lost their seat when it was cancelled, and the paise they got."""
    seats = Booking.objects.filter(session=session, state=BookingState.CANCELLED_MENTOR)
    return _seats_and_paise(seats)


def _seats_and_paise(seats: QuerySet[Booking]) -> tuple[int, int]:
    paid = Sum("price", filter=Q(order__isnull=False), default=0)
    found = seats.aggregate(seats=Count("pk"), paise=paid)
    return found["seats"], found["paise"]


def drafts(mentor: Mentor) -> QuerySet[Session]:
    """Return a mentor's drafts, what was written last first."""
    return of_mentor(mentor).filter(state=SessionState.DRAFT).order_by("-updated_at", "-id")


def scheduled(mentor: Mentor) -> QuerySet[Session]:
    """Return a mentor's sessions to come or running, soonest first, a 1:1 with who comes."""
    return _with_guest(of_mentor(mentor).filter(state__in=OPEN_STATES, ends_at__gt=now()))


def _with_guest(found: QuerySet[Session]) -> QuerySet[Session]:
    """Annotate 1:1 sessions with the name of who has or had the seat (`guest`)."""
    seats = Booking.objects.filter(session=OuterRef("pk")).exclude(state__in=CAME_TO_NOTHING)
    name = Subquery(seats.order_by("-pk").values("learner__name")[:1])
    return found.annotate(
        guest=Case(When(kind=SessionKind.PRIVATE, then=name), output_field=CharField())
    )


def past(mentor: Mentor) -> QuerySet[Session]:
    """Return a mentor's sessions that are over, latest first.

    A time that somebody held and nobody booked was no session.
    """
    booked = Booking.objects.filter(session=OuterRef("pk")).exclude(state__in=CAME_TO_NOTHING)
    # One key, not EXISTS: below a NOT PostgreSQL would rather read every booking there is.
    known = of_mentor(mentor).alias(booked=Subquery(booked.order_by().values("pk")[:1]))
    unbooked = Q(kind=SessionKind.PRIVATE, state=SessionState.CANCELLED, booked=None)
    over = known.exclude(state=SessionState.DRAFT).exclude(unbooked)
    found = over.exclude(state__in=OPEN_STATES, ends_at__gt=now())
    return _with_guest(found).order_by("-starts_at", "-id")


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
