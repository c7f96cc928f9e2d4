"""I'm Ready: when, by whom, and who hears of it."""

from datetime import timedelta

import pytest

from learning.services import attendance, closing, readiness, sessions
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from peerlearn.notifications import push
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """Collect who is pushed what, at the edge where frames leave the process."""
    frames = []

    def keep(user, t, data):
        if t == "session.ready":
            frames.append((user, t, data))

    monkeypatch.setattr(push, "to_user", keep)
    return frames


@pytest.fixture
def soon():
    session = make.session(price=0, starts_in=9)
    return session, make.seat(session)


def test_ready_opens_ten_minutes_before_the_start_to_the_second(soon):
    session, booking = soon
    opens = session.starts_at - timedelta(minutes=10)
    with travel(opens - timedelta(seconds=2)), pytest.raises(Conflict) as caught:
        readiness.mark_ready(session_id=session.pk, actor=booking.learner)
    assert caught.value.code == "too_early"
    assert caught.value.fields["opens_at"].endswith("Z")
    with travel(opens):
        assert readiness.mark_ready(session_id=session.pk, actor=booking.learner).ready


def test_both_sides_see_each_other_ready(soon, told):
    session, booking = soon
    first = readiness.mark_ready(session_id=session.pk, actor=booking.learner)
    assert (first.role, first.mentor_ready, first.learners_ready) == ("learner", False, 1)
    second = readiness.mark_ready(session_id=session.pk, actor=session.mentor.user)
    assert (second.role, second.mentor_ready, second.learners_ready) == ("mentor", True, 1)
    mentor, learner = session.mentor.user_id, booking.learner_id
    assert {user for user, _, data in told if data["role"] == "learner"} == {mentor, learner}
    assert {user for user, _, data in told if data["role"] == "mentor"} == {mentor, learner}


def test_learners_of_a_group_do_not_hear_of_each_other(told):
    session = make.session(price=0, starts_in=9, capacity=3)
    first, second = make.seat(session), make.seat(session)
    readiness.mark_ready(session_id=session.pk, actor=first.learner)
    assert second.learner_id not in {user for user, _, _ in told}


def test_ready_can_be_taken_back(soon):
    session, booking = soon
    readiness.mark_ready(session_id=session.pk, actor=booking.learner)
    readiness.mark_ready(session_id=session.pk, actor=booking.learner, on=False)
    booking.refresh_from_db()
    assert booking.ready_at is None


def test_a_stranger_cannot_be_ready(soon):
    with pytest.raises(NotAllowed):
        readiness.mark_ready(session_id=soon[0].pk, actor=make.person())


def test_a_held_seat_is_not_yet_a_place_in_the_room():
    session = make.session(starts_in=9)
    booking = make.seat(session)
    with pytest.raises(NotAllowed):
        readiness.mark_ready(session_id=session.pk, actor=booking.learner)


def test_there_is_no_getting_ready_for_what_does_not_exist():
    with pytest.raises(NotFound):
        readiness.mark_ready(session_id=123_456, actor=make.person())


def test_after_the_end_it_is_over(soon):
    session, booking = soon
    sessions.start(session_id=session.pk, actor=session.mentor.user)
    attendance.joined(session_id=session.pk, user_id=booking.learner_id)
    closing.end(session_id=session.pk, actor=session.mentor.user)
    with travel(now() + timedelta(days=7)), pytest.raises(Conflict) as caught:
        readiness.mark_ready(session_id=session.pk, actor=booking.learner)
    assert caught.value.code == "ended"
