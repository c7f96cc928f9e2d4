"""Trending sessions: in whose order, and never one that can't be booked."""

import pytest

from learning.models import Session
from recommend.serving import trending_sessions
from tests import factories

pytestmark = pytest.mark.django_db


def titles(limit=8):
    return [session.title for session in trending_sessions(limit)]


def test_fresh_bookings_come_first_then_what_starts_sooner():
    factories.session(title="Sooner", starts_in=100)
    factories.session(title="Later", starts_in=200)
    wanted = factories.session(title="Wanted", price=0, capacity=5, starts_in=3000)
    factories.seat(wanted)
    assert titles() == ["Wanted", "Sooner", "Later"]
    assert titles(2) == ["Wanted", "Sooner"]


def test_the_same_lesson_on_two_days_takes_one_place():
    by = factories.mentor()
    factories.session(by=by, title="Twice", starts_in=100)
    factories.session(by=by, title="Twice", starts_in=2000)
    assert titles() == ["Twice"]


def test_full_live_private_and_late_sessions_are_not_shown_even_from_a_kept_order():
    sessions = [factories.session(title=f"Nr {n}", price=0, capacity=1) for n in range(4)]
    assert len(titles()) == 4
    factories.seat(sessions[0])
    Session.objects.filter(pk=sessions[1].pk).update(state="live")
    Session.objects.filter(pk=sessions[2].pk).update(kind="private")
    factories.move_start(sessions[3], -1)
    assert titles() == []
