"""Whatever anybody does to reviews in whatever order, ratings are the sum of what is shown."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from learning.enums import ReviewState
from learning.models import Booking, Mentor, Review
from learning.queries import ratings
from learning.services import moderation, reviews
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests import factories as make

stars = st.integers(0, 6)
numbers = st.integers(0, 3)
days = st.sampled_from([0, 13, 15])


class Reviewing(RuleBasedStateMachine):
    """Two mentors, four who were there, one who was not, a moderator: all try everything."""

    def __init__(self) -> None:
        super().__init__()
        mentors = [make.mentor(), make.mentor()]
        self.seats = [make.attended(by=mentors[n % 2]) for n in range(4)]
        self.staff = make.verified(make.moderator())
        self.people = [seat.learner for seat in self.seats]
        self.people += [one.user for one in mentors] + [self.staff, make.person()]
        self.began = now()

    def attempt(self, act, after: int, **what) -> None:
        """Let it happen some days later; a refusal is fine, anything else is not."""
        with travel(self.began + timedelta(days=after)), suppress(DomainError):
            act(**what)

    def review(self, number: int) -> int:
        found = Review.objects.filter(booking=self.seats[number]).first()
        return found.pk if found else 0

    @rule(seat=numbers, who=st.integers(0, 7), given=stars)
    def post(self, seat, who, given):
        what = {"booking_id": self.seats[seat].pk, "actor": self.people[who]}
        self.attempt(reviews.post, 0, **what, rating=given, comment="")

    @rule(seat=numbers, given=st.integers(1, 5))
    def post_own(self, seat, given):
        what = {"booking_id": self.seats[seat].pk, "actor": self.people[seat]}
        self.attempt(reviews.post, 0, **what, rating=given, comment="")

    @rule(seat=numbers, given=stars, after=days)
    def edit(self, seat, given, after):
        what = {"review_id": self.review(seat), "actor": self.people[seat]}
        self.attempt(reviews.edit, after, **what, rating=given, comment="Hm.")

    @rule(seat=numbers, who=st.integers(0, 7), after=days)
    def withdraw(self, seat, who, after):
        what = {"review_id": self.review(seat), "actor": self.people[who]}
        self.attempt(reviews.withdraw, after, **what)

    @rule(seat=numbers, who=st.integers(0, 7), after=days, words=st.sampled_from(["", "Thanks."]))
    def reply(self, seat, who, after, words):
        what = {"review_id": self.review(seat), "actor": self.people[who]}
        self.attempt(reviews.reply, after, **what, words=words)

    @rule(
        seat=numbers,
        who=st.integers(0, 7),
        act=st.sampled_from([moderation.hide, moderation.show, moderation.hide_reply]),
    )
    def moderate(self, seat, who, act):
        what = {"review_id": self.review(seat), "actor": self.people[who]}
        self.attempt(act, 0, **what, reason="Because.")

    @rule(seat=numbers, act=st.sampled_from([moderation.hide, moderation.show]))
    def moderate_as_staff(self, seat, act):
        self.attempt(act, 0, review_id=self.review(seat), actor=self.staff, reason="Because.")

    @invariant()
    def ratings_are_what_is_shown(self):
        for mentor in Mentor.objects.all():
            shown = Review.objects.filter(mentor=mentor, state=ReviewState.VISIBLE)
            given = list(shown.values_list("rating", flat=True))
            assert (mentor.rating_sum, mentor.rating_count) == (sum(given), len(given))
        assert not ratings.drifted().exists()

    @invariant()
    def reviews_are_of_who_was_there(self):
        for review in Review.objects.select_related("booking"):
            assert review.learner_id == review.booking.learner_id
        assert Review.objects.count() <= Booking.objects.count()


class TestReviewing(TestCase, Reviewing.TestCase):
    """Each run starts from an empty house."""

    pytestmark = pytest.mark.django_db
    settings = settings(
        max_examples=10,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
