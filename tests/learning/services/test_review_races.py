"""Reviews of one mentor change at the same moment: the rating is still that of what is shown."""

import pytest

from learning.enums import ReviewState
from learning.models import Mentor, Review
from learning.queries import ratings
from learning.services import moderation, reviews
from tests import factories as make
from tests.support.threads import race

pytestmark = pytest.mark.django_db(transaction=True)


def rating(mentor: Mentor) -> tuple[int, int]:
    mentor.refresh_from_db()
    return mentor.rating_sum, mentor.rating_count


def test_reviews_posted_at_once_all_count():
    mentor = make.mentor()
    seats = [make.attended(by=mentor) for _ in range(8)]
    race(
        [
            lambda n=n, seat=seat: reviews.post(
                booking_id=seat.pk, actor=seat.learner, rating=1 + n % 5, comment=""
            )
            for n, seat in enumerate(seats)
        ]
    )
    assert rating(mentor) == (1 + 2 + 3 + 4 + 5 + 1 + 2 + 3, 8)


def test_a_double_press_is_one_review():
    seat = make.attended()
    answers = race(
        [
            lambda: reviews.post(booking_id=seat.pk, actor=seat.learner, rating=5, comment="")
            for _ in range(6)
        ]
    )
    assert answers.count("already_reviewed") == 5
    assert rating(seat.session.mentor) == (5, 1)


def test_edits_hiding_and_taking_back_at_once_leave_what_is_shown():
    staff, mentor = make.verified(make.moderator()), make.mentor()
    found = [make.review(by=mentor, rating=3) for _ in range(3)]
    calls = []
    for review in found:
        what = {"review_id": review.pk}
        own = {**what, "actor": review.learner}
        calls += [
            lambda own=own: reviews.edit(**own, rating=5, comment="Better."),
            lambda what=what: moderation.hide(**what, actor=staff, reason="Insults."),
            lambda what=what: moderation.show(**what, actor=staff, reason="Fine."),
        ]
    calls.append(lambda: reviews.withdraw(review_id=found[0].pk, actor=found[0].learner))
    race(calls)
    shown = list(
        Review.objects.filter(mentor=mentor, state=ReviewState.VISIBLE).values_list(
            "rating", flat=True
        )
    )
    assert rating(mentor) == (sum(shown), len(shown))
    assert not ratings.drifted().exists()
    assert Review.objects.get(pk=found[0].pk).state == ReviewState.WITHDRAWN
