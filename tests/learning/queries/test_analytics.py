"""Figures of a mentor over a period."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.queries import analytics
from learning.services import follows, reviews
from peerlearn.common.clock import now, travel
from tests import factories as make

INDIA = ZoneInfo("Asia/Kolkata")
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.sampled_from(analytics.PERIODS), st.integers(0, 800))
def test_every_day_falls_in_the_step_that_holds_it(today, days, back):
    steps = analytics.steps_of(today, days)
    assert steps == sorted(set(steps))
    assert (today - steps[0]).days + 1 >= days
    day = today - timedelta(days=back)
    step = analytics.step_of(steps, day)
    if day < steps[0]:
        assert step is None
    else:
        assert step <= day < step + timedelta(days=7 if days >= analytics.WEEKLY_FROM else 1)


def read(mentor, days=30):
    return analytics.of_mentor(mentor, INDIA, days)


@pytest.mark.django_db
def test_followers_and_enrolments_count_on_their_days_and_only_the_mentors_own():
    mentor, other = make.mentor(), make.mentor()
    with travel(now() - timedelta(days=60)):
        follows.follow(user=make.person(), mentor_id=mentor.pk)
    follows.follow(user=make.person(), mentor_id=mentor.pk)
    follows.follow(user=make.person(), mentor_id=other.pk)
    make.seat(make.session(by=mentor, price=0))
    make.seat(make.session(by=other, price=0))
    found = read(mentor)
    assert [found.followers[0][1], found.followers[-1][1]] == [1, 2]
    assert sum(count for _, count in found.enrolments) == found.enrolments[-1][1] == 1
    assert found.ratings[-1][1] is None


@pytest.mark.django_db
def test_a_review_that_is_not_shown_counts_here_no_more_than_on_the_mentors_page():
    mentor = make.mentor()
    make.review(by=mentor, rating=5)
    taken_back = make.review(by=mentor, rating=1)
    reviews.withdraw(review_id=taken_back.pk, actor=taken_back.learner)
    mentor.refresh_from_db()
    assert read(mentor).ratings[-1][1] == mentor.rating == 5


@pytest.mark.django_db
@pytest.mark.parametrize("days", ["7", "365", "0", "'", "99999999999999999999"])
def test_the_page_answers_for_any_period_it_is_asked_for(client, days):
    client.force_login(make.mentor().user)
    page = client.get("/mentor/analytics/", {"days": days})
    assert page.status_code == 200
    assert page.content.decode().count("data-chart") == 6
