"""Too few learners: cancelled in time, refunded, told; enough, or the mentor's word: it happens."""

import pytest

from learning.models import Booking, Session
from learning.services import minimum
from peerlearn.common.clock import travel
from peerlearn.common.errors import Conflict, NotAllowed
from peerlearn.notifications.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make.session(starts_in=48 * 60, price=0, capacity=5, min_seats=2, decide_hours=24)


def decide(session):
    with travel(session.decides_at):
        cancelled = minimum.decide_due()
    session.refresh_from_db()
    return cancelled


def test_before_the_moment_nothing_is_decided(made):
    assert minimum.decide_due() == 0
    made.refresh_from_db()
    assert (made.state, made.goes_ahead_at) == ("scheduled", None)


def test_with_too_few_it_is_cancelled_and_everybody_is_told(made):
    booking = make.seat(made)
    assert decide(made) == 1
    booking.refresh_from_db()
    assert (made.state, booking.state) == ("cancelled", "cancelled_mentor")
    assert "1 of at least 2" in made.cancel_reason
    told = set(Notice.objects.filter(dedup__startswith="").values_list("user", "kind"))
    assert (booking.learner_id, "session_cancelled") in told
    assert (made.mentor.user_id, "session_not_enough") in told
    assert decide(made) == 0


def test_with_enough_it_takes_place_even_if_somebody_leaves_later(made):
    seats = [make.seat(made) for _ in range(2)]
    assert decide(made) == 0
    assert made.goes_ahead_at is not None
    Booking.objects.filter(pk=seats[0].pk).update(state="cancelled_learner")
    assert decide(made) == 0
    assert made.state == "scheduled"


def test_a_seat_about_to_be_paid_is_waited_for():
    made = make.session(starts_in=48 * 60, capacity=5, min_seats=1, decide_hours=24)
    make.seat(made)
    assert decide(made) == 0
    assert (made.state, made.goes_ahead_at) == ("scheduled", None)
    Booking.objects.update(state="expired")
    assert decide(made) == 1


def test_the_mentor_lets_it_go_ahead_anyway(made):
    actor = made.mentor.user
    first = minimum.go_ahead(session_id=made.pk, actor=actor).goes_ahead_at
    assert minimum.go_ahead(session_id=made.pk, actor=actor).goes_ahead_at == first
    assert decide(made) == 0
    assert made.state == "scheduled"


def test_only_its_mentor_decides_and_only_what_is_to_come(made):
    with pytest.raises(NotAllowed):
        minimum.go_ahead(session_id=made.pk, actor=make.mentor().user)
    decide(made)
    with pytest.raises(Conflict):
        minimum.go_ahead(session_id=made.pk, actor=made.mentor.user)
    assert Session.objects.get(pk=made.pk).state == "cancelled"
