"""Ten minutes before the start everybody in a session is told, once."""

from datetime import timedelta

import pytest

from learning.services import reminders
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_mentor_and_learners_are_told_once_and_nobody_else():
    session = make.session(price=0, starts_in=30)
    booking = make.seat(session)
    held = make.seat(make.session(starts_in=30))
    assert reminders.remind() == 0
    with travel(now() + timedelta(minutes=21)):
        assert reminders.remind() == 3  # the held seat's mentor is told, its learner is not in yet
        assert reminders.remind() == 0
    for user in (booking.learner, session.mentor.user):
        assert user.notices.filter(kind="session_soon").count() == 1
    assert not held.learner.notices.filter(kind="session_soon").exists()


def test_what_has_begun_is_no_longer_announced():
    make.seat(make.move_start(make.session(price=0, starts_in=30), 5))
    with travel(now() + timedelta(minutes=6)):
        assert reminders.remind() == 0
