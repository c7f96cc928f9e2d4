"""Keeps the demo site alive: what runs now and what starts soon. Adds sessions, never moves one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q

from learning.enums import BookingState, SessionState
from learning.models import Booking, Mentor, Session
from learning.queries import sessions as session_queries
from peerlearn.common.clock import now

from .library import FIXED_LEARNERS, FIXED_MENTORS, Lesson, lessons, mentors
from .stage import MINUTE, Stage

LIVE = 2
IN_THE_HOUR = 6
SEATS_LEFT = 2
# A session that starts so many minutes ahead can be booked, paid and prepared for by hand.
WALKABLE = (timedelta(minutes=6), timedelta(minutes=12))
LATER = (18, 27, 34, 41, 48, 55)
# A catalogue with less than this ahead looks empty; so many are added in one run.
AHEAD, AT_ONCE = 60, 20
REST = timedelta(minutes=10)


def top_up(stage: Stage) -> list[Session]:
    """Add what is missing of live and soon starting sessions; returns those it made."""
    catch_up(stage)
    made = list(_live(stage))
    made += _walkable(stage, free=False)
    made += _walkable(stage, free=True)
    made += _in_the_hour(stage)
    made += _ahead(stage)
    return made


def catch_up(stage: Stage) -> None:
    """Teach what was due while nobody ran the site, so that it does not look deserted.

    Sessions somebody booked who is not of the demo are left to the sweep.
    """
    cast = stage.cast
    guests = Booking.objects.exclude(learner__in=cast.learners.values())
    due = Session.objects.filter(
        mentor__in=cast.mentors.values(), state__in=session_queries.OPEN_STATES, ends_at__lt=now()
    ).exclude(pk__in=guests.values("session_id"))
    for session in due.order_by("starts_at")[:AT_ONCE]:
        seats = list(
            session.bookings.filter(state=BookingState.CONFIRMED).select_related("learner")
        )
        if session.state == SessionState.SCHEDULED:
            stage.begin(session, seats, came=len(seats))
        stage.finish(session, seats)


def walkable(*, free: bool, fixed: bool = False) -> Session | None:
    """Return a session that starts in 6 to 12 minutes with two seats or more left.

    Only one by a mentor of the printed logins if `fixed`, else theirs before anybody else's.
    """
    moment = now()
    soon = session_queries.visible().filter(
        state=SessionState.SCHEDULED,
        starts_at__range=(moment + WALKABLE[0], moment + WALKABLE[1]),
    )
    soon = soon.filter(price=0) if free else soon.exclude(price=0)
    fit = [session for session in soon if session.seats_left >= SEATS_LEFT]
    listed = {mentor.email for mentor in mentors() if mentor.key in FIXED_MENTORS}
    theirs = [session for session in fit if session.mentor.user.email in listed]
    return next(iter(theirs if fixed else theirs + fit), None)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _choices(stage: Stage, begins: datetime, *, fixed: bool) -> Iterator[Lesson]:
    """Yield lessons whose mentor has nothing else on around `begins`, the fixed mentors first."""
    margin = timedelta(hours=2)
    near = Session.objects.filter(
        state__in=session_queries.OPEN_STATES,
        starts_at__lt=begins + margin,
        ends_at__gt=begins - margin,
    )
    taken: dict[int, list[tuple[datetime, datetime]]] = {}
    for mentor_id, start, end in near.values_list("mentor_id", "starts_at", "ends_at"):
        taken.setdefault(mentor_id, []).append((start, end))
    # Whoever taught least lately comes next, so that not the same faces are live every day.
    busy = dict(
        Mentor.objects.annotate(
            many=Count("sessions", filter=Q(sessions__starts_at__gt=begins - timedelta(days=2)))
        ).values_list("pk", "many")
    )

    def order(lesson: Lesson) -> tuple[int, int]:
        place = (
            FIXED_MENTORS.index(lesson.mentor)
            if lesson.mentor in FIXED_MENTORS
            else len(FIXED_MENTORS)
        )
        return (place if fixed else place < len(FIXED_MENTORS)), busy[
            stage.cast.mentors[lesson.mentor].pk
        ]

    for lesson in sorted(lessons(), key=order):
        ends = begins + lesson.minutes * MINUTE + REST
        slots = taken.get(stage.cast.mentors[lesson.mentor].pk, ())
        if all(ends <= start or begins >= end + REST for start, end in slots):
            yield lesson


def _add(stage: Stage, lesson: Lesson, begins: datetime, people: int = 0) -> tuple[Session, list]:
    created = now() - timedelta(days=stage.dice.uniform(1, 4))
    session = stage.announce(lesson, begins, created)
    chosen = stage.seating.choose(lesson, begins, session.ends_at, people, without=FIXED_LEARNERS)
    return session, stage.book(session, chosen, created + timedelta(hours=1), now() - 30 * MINUTE)


def _live(stage: Stage) -> Iterator[Session]:
    moment = now()
    running = Session.objects.filter(
        state=SessionState.LIVE,
        ends_at__gt=moment + 5 * MINUTE,
        bookings__state=BookingState.CONFIRMED,
        bookings__first_joined_at__isnull=False,
    ).distinct()
    for number in range(running.count(), LIVE):
        begins = _minute(moment) - (14 + 5 * number) * MINUTE
        fit = _choices(stage, begins, fixed=False)
        fit = (one for one in fit if one.minutes >= 45 and one.seats >= 4)
        lesson = next(one for one in fit if not one.price or stage.cashier.at_hand())
        session, seats = _add(stage, lesson, begins, people=2 if lesson.price else 4)
        stage.begin(session, seats, came=len(seats))
        session.refresh_from_db()
        yield session


def _walkable(stage: Stage, *, free: bool) -> Iterator[Session]:
    if walkable(free=free, fixed=True):
        return
    begins = _minute(now()) + (9 if free else 10) * MINUTE
    fit = _choices(stage, begins, fixed=True)
    lesson = next(one for one in fit if (not one.price) == free and one.seats > SEATS_LEFT)
    # Started again and again within the hour, all of them are taken: anybody's will do.
    if lesson.mentor in FIXED_MENTORS or not walkable(free=free):
        yield _add(stage, lesson, begins)[0]


def _in_the_hour(stage: Stage) -> Iterator[Session]:
    moment = now()
    soon = session_queries.visible().filter(
        state=SessionState.SCHEDULED,
        starts_at__gt=moment,
        starts_at__lte=moment + timedelta(hours=1),
    )
    for minutes in LATER[: max(0, IN_THE_HOUR - soon.count())]:
        begins = _minute(moment) + minutes * MINUTE
        lesson = next(one for one in _choices(stage, begins, fixed=False) if one.seats > 1)
        yield _add(stage, lesson, begins, people=0 if lesson.price else 3)[0]


def _ahead(stage: Stage) -> Iterator[Session]:
    moment = now()
    coming = session_queries.visible().filter(starts_at__gt=moment + timedelta(hours=1)).count()
    for number in range(min(AT_ONCE, AHEAD - coming)):
        day = (moment + timedelta(days=1 + number % 14)).replace(second=0, microsecond=0)
        begins = day.replace(hour=(2, 7, 12, 13, 14, 15)[number % 6], minute=30 * (number % 2))
        lesson = next(_choices(stage, begins, fixed=False))
        people = 2 if not lesson.price or stage.cashier.at_hand() else 0
        yield _add(stage, lesson, begins, people)[0]
