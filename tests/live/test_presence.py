"""Leases and attendance: who is away, who is gone, how long they were there."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from learning.models import Booking
from live import receivers
from live.models import Participant
from live.services import entry, leases, presence, rooms
from peerlearn.accounts.signals import account_suspended
from peerlearn.common import clock
from tests import factories
from tests.live.conftest import ticket_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    session = factories.session(starts_in=5, price=0, capacity=3)
    booking = factories.seat(session)
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    return session, booking


def come_in(session, user):
    ticket = ticket_for(session, user)
    return entry.enter(
        session_id=session.pk, token=ticket.token, channel=f"c{user.pk}", viewer_id=None
    )


def later(seconds):
    return clock.travel(clock.now() + timedelta(seconds=seconds))


def test_who_is_silent_for_eight_seconds_is_away_and_who_speaks_is_back(lesson):
    session, booking = lesson
    stay = come_in(session, booking.learner)
    cache.set(presence.seen_key(stay.pid), clock.now().timestamp())
    with later(7):
        assert leases.sweep() == (0, 0)
    with later(9):
        assert leases.sweep() == (1, 0)
        assert leases.sweep() == (0, 0)
        presence.back(pid=stay.pid)
    assert not Participant.objects.get(pid=stay.pid).away


@pytest.mark.parametrize(("role", "lease"), [("learner", 45), ("mentor", 120)])
def test_who_is_silent_for_the_whole_lease_has_left(lesson, role, lease):
    session, booking = lesson
    stay = come_in(session, booking.learner if role == "learner" else session.mentor.user)
    cache.set(presence.seen_key(stay.pid), clock.now().timestamp())
    with later(lease - 1):
        assert leases.sweep() == (1, 0)
    with later(lease + 1):
        assert leases.sweep() == (0, 1)
    assert Participant.objects.get(pid=stay.pid).left_reason == "lost"


def test_an_emptied_cache_does_not_throw_people_out(lesson):
    session, booking = lesson
    come_in(session, booking.learner)
    cache.clear()
    with later(20):
        assert leases.sweep() == (0, 0)


def test_who_could_not_be_heard_while_the_server_was_off_keeps_their_place(lesson):
    session, booking = lesson
    stay = come_in(session, booking.learner)
    with later(50):
        receivers.renew_leases()
        assert leases.sweep() == (0, 0)
    with later(94):
        assert leases.sweep() == (1, 0)
    with later(111):
        assert leases.sweep() == (0, 1)
    assert Participant.objects.get(pid=stay.pid).left_reason == "lost"


def test_time_in_the_call_adds_up_over_stays_and_the_first_entry_counts(lesson):
    session, booking = lesson
    stay = come_in(session, booking.learner)
    first = Booking.objects.get(pk=booking.pk).first_joined_at
    with later(100):
        presence.leave(pid=stay.pid, reason="left")
    with later(200):
        come_in(session, booking.learner)
    with later(260):
        rooms.end(session_id=session.pk, actor=session.mentor.user)
    booking.refresh_from_db()
    assert booking.first_joined_at == first
    assert booking.attended_seconds in (159, 160, 161)
    assert booking.state == "completed"


def test_time_in_the_lobby_is_no_attendance():
    session = factories.session(starts_in=5, price=0)
    booking = factories.seat(session)
    stay = come_in(session, booking.learner)
    assert not stay.admitted
    with later(100):
        presence.leave(pid=stay.pid, reason="left")
    booking.refresh_from_db()
    assert booking.first_joined_at is None
    assert booking.attended_seconds == 0


def test_a_second_stay_ends_the_first_and_numbers_go_up(lesson):
    session, booking = lesson
    first, second = (come_in(session, booking.learner) for _ in range(2))
    assert second.seq == first.seq + 1
    assert Participant.objects.get(pid=first.pid).left_reason == "replaced"


def test_a_suspended_account_leaves_every_room(lesson):
    session, booking = lesson
    stay = come_in(session, booking.learner)
    account_suspended.send(None, user_id=booking.learner_id)
    assert Participant.objects.get(pid=stay.pid).left_at is not None


def test_leaving_with_a_channel_that_is_no_longer_used_changes_nothing(lesson):
    session, booking = lesson
    stay = come_in(session, booking.learner)
    assert not presence.leave(pid=stay.pid, reason="left", channel="an older socket")
    assert Participant.objects.get(pid=stay.pid).left_at is None
