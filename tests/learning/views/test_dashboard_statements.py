"""What the tabs of both dashboards cost, however long somebody has learned or taught."""

from collections import Counter

import pytest
from django.urls import reverse

from learning.dashboards import LEARNER, MENTOR
from learning.enums import BookingState
from learning.models import Booking, Domain, Review, Session, SessionRequest
from learning.services import follows, page_views, saved
from peerlearn.common.clock import now
from peerlearn.notifications.models import Notice
from tests import factories as make
from tests.learning.views.past import history

pytestmark = pytest.mark.django_db

LEARNER_TABS = [tab.route for tab in LEARNER]
MENTOR_TABS = [*(tab.route for tab in MENTOR), "mentor-drafts", "mentor-past"]
MOST = 15


@pytest.mark.parametrize("count", [1, 300])
def test_no_tab_takes_more_than_fifteen_statements(client, django_assert_max_num_queries, count):
    mentor, learner = make.mentor(domains=[make.domain()]), make.person()
    history(mentor, learner, count)
    for _ in range(6 if count > 1 else 1):
        minutes = 60 + 120 * Session.objects.count()
        make.seat(make.session(by=mentor, price=0, starts_in=minutes), learner)
    said(mentor, learner, count)
    liked(learner, 6 if count > 1 else 1)
    asked(mentor, learner, 30 if count > 1 else 1)
    for user, tabs in ((learner, LEARNER_TABS), (mentor.user, MENTOR_TABS)):
        client.force_login(user)
        for tab in tabs:
            with django_assert_max_num_queries(MOST, info=tab):
                assert client.get(reverse(tab)).status_code == 200, tab


def said(mentor, learner, count):
    """Have each seat reviewed, each page looked at, each side told."""
    seats = list(Booking.objects.filter(learner=learner, state=BookingState.COMPLETED))
    Review.objects.bulk_create(
        Review(booking=one, session=one.session, mentor=mentor, learner=learner, rating=4)
        for one in seats
    )
    today = now().date()
    page_views.add(Counter({(mentor.pk, one.session_id, today): 3 for one in seats}))
    Notice.objects.bulk_create(
        Notice(user=user, kind="seat_booked", title=f"News {nth}")
        for user in (learner, mentor.user)
        for nth in range(count)
    )


def liked(learner, count):
    """Have somebody follow mentors and keep sessions."""
    for _ in range(count):
        session = make.session()
        follows.follow(user=learner, mentor_id=session.mentor_id)
        saved.save(user=learner, session_id=session.pk)


def asked(mentor, learner, count):
    """Lay requests to the mentor, to all, and of the learner; and drafts."""
    for nth in range(count):
        who = learner if nth % 2 else make.person()
        SessionRequest.objects.create(
            learner=who,
            mentor=None if nth % 3 else make.mentor() if nth else mentor,
            domain=Domain.objects.get(slug="programming"),
            title=f"Request {nth}",
            times=[now().isoformat()],
        )
        make.draft(by=mentor, title=f"Draft {nth}")
