"""How sessions end, and what becomes of those who sat in them."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, SessionState
from learning.models import Booking, Session
from learning.services import attendance, closing, reviews, sessions
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    """A live free session; the first of two learners came."""
    session = make.session(price=0, starts_in=9)
    came, missed = make.seat(session), make.seat(session)
    sessions.start(session_id=session.pk, actor=session.mentor.user)
    for user_id in (session.mentor.user_id, came.learner_id):
        attendance.joined(session_id=session.pk, user_id=user_id)
    return session, came, missed


def test_who_came_has_attended_and_who_did_not_has_missed_it(running):
    session, came, missed = running
    with travel(session.ends_at):
        ended = closing.end(session_id=session.pk, actor=session.mentor.user)
    assert ended.state == SessionState.COMPLETED
    came.refresh_from_db()
    missed.refresh_from_db()
    assert came.state == BookingState.COMPLETED
    assert missed.state == BookingState.NO_SHOW_LEARNER
    ended.mentor.refresh_from_db()
    assert ended.mentor.sessions_taught == 1


def test_ending_twice_counts_once(running):
    session = running[0]
    for _ in range(2):
        closing.end(session_id=session.pk, actor=session.mentor.user)
    session.mentor.refresh_from_db()
    assert session.mentor.sessions_taught == 1


def test_a_learner_cannot_end_the_session(running):
    session, came, _ = running
    with pytest.raises(NotAllowed):
        closing.end(session_id=session.pk, actor=came.learner)
    session.refresh_from_db()
    assert session.state == SessionState.LIVE


def test_what_never_started_cannot_be_ended():
    session = make.session()
    with pytest.raises(Conflict):
        closing.end(session_id=session.pk, actor=session.mentor.user)


def test_the_first_joining_counts_and_time_adds_up(running):
    session, came, _ = running
    first = Booking.objects.get(pk=came.pk).first_joined_at
    with travel(now() + timedelta(minutes=5)):
        attendance.joined(session_id=session.pk, user_id=came.learner_id)
    attendance.left(session_id=session.pk, user_id=came.learner_id, seconds=120)
    attendance.left(session_id=session.pk, user_id=came.learner_id, seconds=60)
    came.refresh_from_db()
    assert came.first_joined_at == first
    assert came.attended_seconds == 180


def test_the_sweep_ends_what_runs_on_fifteen_minutes_past_its_end(running):
    session = running[0]
    with travel(session.ends_at + timedelta(minutes=14)):
        assert closing.settle_overdue() == 0
    with travel(session.ends_at + timedelta(minutes=16)):
        assert closing.settle_overdue() == 1
    session.refresh_from_db()
    assert session.state == SessionState.COMPLETED


def test_a_session_its_mentor_never_started_is_cancelled_and_its_learners_are_told():
    session = make.session(price=0)
    booking = make.seat(session)
    with travel(session.ends_at + timedelta(minutes=1)):
        assert closing.settle_overdue() == 1
    session.refresh_from_db()
    booking.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert booking.state == BookingState.NO_SHOW_MENTOR
    assert booking.learner.notices.filter(kind="session_cancelled").count() == 1


def test_cancelling_frees_every_seat_and_voids_open_orders():
    session = make.session(capacity=3)
    held = make.seat(session)
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="I am ill.")
    session.refresh_from_db()
    held.refresh_from_db()
    assert session.seats_taken == 0
    assert held.state == BookingState.RELEASED
    assert held.order.state == "cancelled"


def test_only_its_mentor_cancels_a_session():
    session = make.session()
    with pytest.raises(NotAllowed):
        closing.cancel(session_id=session.pk, actor=make.person(), reason="")
    assert Session.objects.get(pk=session.pk).state == SessionState.SCHEDULED


@pytest.fixture
def attended(running):
    session, came, missed = running
    closing.end(session_id=session.pk, actor=session.mentor.user)
    return session, came, missed


def test_a_review_counts_into_the_mentors_rating_once(attended):
    session, came, _ = attended
    reviews.post(booking_id=came.pk, actor=came.learner, rating=4, comment=" Clear. ")
    with pytest.raises(Conflict) as caught:
        reviews.post(booking_id=came.pk, actor=came.learner, rating=1, comment="")
    assert caught.value.code == "already_reviewed"
    session.mentor.refresh_from_db()
    assert (session.mentor.rating, session.mentor.rating_count) == (4.0, 1)
    assert session.reviews.get().comment == "Clear."


def test_who_missed_the_session_cannot_review_it(attended):
    missed = attended[2]
    with pytest.raises(NotAllowed):
        reviews.post(booking_id=missed.pk, actor=missed.learner, rating=5, comment="")


def test_nobody_reviews_with_somebody_elses_booking(attended):
    with pytest.raises(NotFound):
        reviews.post(booking_id=attended[1].pk, actor=make.person(), rating=5, comment="")


@pytest.mark.parametrize(("rating", "comment"), [(0, ""), (6, ""), (-1, ""), (5, "x" * 2001)])
def test_a_review_out_of_bounds_is_refused(attended, rating, comment):
    came = attended[1]
    with pytest.raises(DomainError) as caught:
        reviews.post(booking_id=came.pk, actor=came.learner, rating=rating, comment=comment)
    assert caught.value.code == "invalid_review"
