"""Plays one planned session through the services, each step at the moment it belongs to."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from learning.enums import BookingState, SessionKind
from learning.models import Booking, Session
from learning.services import attendance, bookings, closing, readiness, reviews, sessions
from peerlearn.common.clock import travel

from . import pictures
from .cashier import Cashier
from .library import FIXED_MENTORS, Lesson
from .people import Cast
from .plan import Fate, Showing
from .seats import Seating

STARS = ((5, ""), (5, ""), (4, ""), (4, ""), (3, ""))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
REASONS = (
    "I have lost my voice, completely this time. I am so sorry; the next date is already up.",
    "Our whole street is without power today. Everybody is refunded, please book again.",
    "My daughter is unwell and I want to be with her. Thank you for understanding.",
    "I have to travel for work at short notice. A new date follows this week.",
    "Too few of us for a good group this time. Let us try again next Tuesday.",
)


class Stage:
    """Plays sessions with the demo's people; `start` is the moment the demo stands around."""

    def __init__(self, cast: Cast, cashier: Cashier, start: datetime) -> None:
        self.cast, self.cashier, self.start = cast, cashier, start
        self.seating = Seating()
        self.dice = random.Random(240)  # noqa: S311  (a play, not a secret)
        self.cancelled = 0
        topics = Session.objects.values_list("domain__slug").annotate(many=Count("pk")).order_by()
        self.shown = Counter(dict(topics))

    def play(self, showing: Showing) -> Session:
        """Make one session and let happen to it what the plan says."""
        lesson, fate, begins = showing.lesson, showing.fate, showing.starts_at
        ends = begins + lesson.minutes * MINUTE
        created = min(begins, self.start) - timedelta(days=self.dice.uniform(2, 9))
        count = self._audience(showing)
        people = self.seating.choose(lesson, begins, ends, count, guest=showing.guest)
        kind = SessionKind.PRIVATE if fate == Fate.PRIVATE else SessionKind.PUBLIC
        session = self.announce(lesson, begins, created, kind=kind, publish=fate != Fate.DRAFT)
        until = min(begins - HOUR, self.start - 20 * MINUTE)
        if fate == Fate.CANCELLED:
            until -= 6 * HOUR
        seats = self.book(session, people, created + HOUR, until)
        if fate == Fate.TAUGHT:
            self._teach(session, seats, showing)
        if fate == Fate.CANCELLED:
            self._cancel(session, until + HOUR)
        return session

    def announce(
        self,
        lesson: Lesson,
        begins: datetime,
        created: datetime,
        *,
        kind: str = SessionKind.PUBLIC,
        publish: bool = True,
    ) -> Session:
        """Write a session as a draft at `created` and publish it half an hour later."""
        mentor = self.cast.mentors[lesson.mentor]
        # Neighbours in the catalogue of a topic should not look alike.
        look = self.shown[lesson.topic]
        self.shown[lesson.topic] += 1
        with travel(created):
            session = sessions.create_draft(
                mentor=mentor,
                title=lesson.title,
                summary=lesson.summary,
                description=lesson.about,
                domain=self.cast.domains[lesson.topic],
                skills=self.cast.skills_of(lesson.skills),
                level=lesson.level,
                language=lesson.language,
                starts_at=begins,
                minutes=lesson.minutes,
                capacity=1 if kind == SessionKind.PRIVATE else lesson.seats,
                price=lesson.price,
                curriculum=lesson.plan,
                cover=pictures.cover(Session, lesson.topic, look),
                kind=kind,
            )
        if publish:
            with travel(created + 30 * MINUTE):
                session = sessions.publish(session_id=session.pk, actor=mentor.user)
        return session

    def book(
        self, session: Session, people: Iterable[str], since: datetime, until: datetime
    ) -> list[Booking]:
        """Let people book, and pay what costs money, at moments between `since` and `until`."""
        seats: list[Booking] = []
        for person in people:
            moment = since + (until - since) * self.dice.random()
            learner = self.cast.learners[person]
            with travel(moment):
                booking = bookings.book(session_id=session.pk, learner=learner)
                if booking.order_id:
                    booking = self.cashier.pay(booking)
            booking.learner = learner
            # A sweep of a running server may have taken back a hold that lies in the past.
            if booking.state == BookingState.CONFIRMED:
                seats.append(booking)
        return seats

    def begin(self, session: Session, seats: list[Booking], came: int) -> None:
        """Open the room: both sides ready, the mentor starts, the first `came` learners join."""
        mentor = self.cast.mentors_by_id[session.mentor_id].user
        with travel(session.starts_at - 4 * MINUTE):
            readiness.mark_ready(session_id=session.pk, actor=mentor)
            for seat in seats[:came]:
                readiness.mark_ready(session_id=session.pk, actor=seat.learner)
        with travel(session.starts_at + timedelta(seconds=self.dice.randrange(10, 90))):
            sessions.start(session_id=session.pk, actor=mentor)
            attendance.joined(session_id=session.pk, user_id=mentor.pk)
            for seat in seats[:came]:
                attendance.joined(session_id=session.pk, user_id=seat.learner_id)

    def finish(self, session: Session, seats: Iterable[Booking]) -> None:
        """Let those who were there leave a minute before the end, and the mentor end it."""
        with travel(session.ends_at - MINUTE):
            for seat in seats:
                seconds = (session.minutes - self.dice.randrange(1, 5)) * 60
                attendance.left(session_id=session.pk, user_id=seat.learner_id, seconds=seconds)
            mentor = self.cast.mentors_by_id[session.mentor_id].user
            closing.end(session_id=session.pk, actor=mentor)

    def _audience(self, showing: Showing) -> int:
        lesson, fate, told = showing.lesson, showing.fate, len(showing.reviews)
        if fate in (Fate.DRAFT, Fate.PRIVATE):
            return 0
        if fate == Fate.FULL:
            return lesson.seats
        if fate == Fate.CANCELLED:
            return 1
        if lesson.price:
            count = max(told, self.dice.choices((0, 1, 2), (14, 5, 2))[0])
            if fate == Fate.AHEAD and lesson.mentor in FIXED_MENTORS:
                count = 2
        else:
            count = self.dice.randrange(told, lesson.seats) + 1
        return min(lesson.seats, max(count, told + bool(showing.guest)))

    def _teach(self, session: Session, seats: list[Booking], showing: Showing) -> None:
        # One of nine groups has somebody who did not come.
        spare = len(seats) > len(showing.reviews) and not showing.guest
        missed = spare and self.dice.random() < 1 / 9
        came = len(seats) - missed
        self.begin(session, seats, came)
        self.finish(session, seats[:came])
        told = [showing.lesson.reviews[number] for number in showing.reviews]
        # Some of the others leave stars without a word.
        others = seats[len(told) : came - bool(showing.guest)]
        told += [self.dice.choice(STARS) for _ in others if self.dice.random() < 0.6]
        for (stars, comment), seat in zip(told, seats, strict=False):
            later = timedelta(minutes=self.dice.randrange(4, 60 * 20))
            with travel(min(session.ends_at + later, self.start)):
                reviews.post(booking_id=seat.pk, actor=seat.learner, rating=stars, comment=comment)

    def _cancel(self, session: Session, moment: datetime) -> None:
        reason = REASONS[self.cancelled % len(REASONS)]
        self.cancelled += 1
        mentor = self.cast.mentors_by_id[session.mentor_id].user
        with travel(moment):
            closing.cancel(session_id=session.pk, actor=mentor, reason=reason)
