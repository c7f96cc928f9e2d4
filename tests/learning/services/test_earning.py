"""When a booking is over, what is kept of its money is the mentor's; contests hold it back."""

from datetime import timedelta

import pytest

from learning.enums import BookingState
from learning.models import Booking
from learning.services import attendance, closing, contests, earning, leaving, sessions
from payments.enums import EarningState
from payments.models import Earning
from payments.queries import ledger_faults
from payments.services import earnings
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments.money import balance, paid_order
from tests.support.otp import device_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


@pytest.fixture
def booking(simulator):
    order = paid_order(simulator)
    return Booking.objects.select_related("session__mentor__user", "learner").get(order=order)


def teach(booking, *, learner_came=True):
    session = booking.session
    mentor = session.mentor.user
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=mentor)
        attendance.joined(session_id=session.pk, user_id=mentor.pk)
        if learner_came:
            attendance.joined(session_id=session.pk, user_id=booking.learner_id)
    with travel(session.starts_at + 60 * MINUTE):
        closing.end(session_id=session.pk, actor=mentor)
    booking.refresh_from_db()


def decide(booking, outcome):
    made = contests.contest(
        booking_id=booking.pk, actor=booking.learner, words="This is not what happened."
    )
    moderator = make.staff("Moderators")
    device_of(moderator)
    with travel(now()):
        contests.decide(
            contest_id=made.pk,
            actor=make.verified(moderator),
            outcome=outcome,
            answer="We looked it up.",
        )


@pytest.mark.parametrize(
    ("came", "state"), [(True, BookingState.COMPLETED), (False, BookingState.NO_SHOW_LEARNER)]
)
def test_a_seat_that_was_taught_is_earned_at_the_end_whether_its_learner_came_or_not(
    booking, came, state
):
    teach(booking, learner_came=came)
    assert booking.state == state
    earned = Earning.objects.get()
    assert (earned.own, earned.payee_id) == (36_000, booking.session.mentor.user_id)
    assert earned.earned_at - booking.session.starts_at < 61 * MINUTE


def test_a_mentor_who_never_started_earns_nothing_and_all_goes_back(booking):
    with travel(booking.session.ends_at + MINUTE):
        closing.settle_overdue()
    assert not Earning.objects.exists()
    assert balance(f"L:escrow:{booking.order_id}") == 0


def test_what_the_terms_keep_of_a_seat_given_up_late_is_earned_at_once(booking):
    with travel(booking.session.starts_at - 3 * 60 * MINUTE):
        leaving.cancel(booking_id=booking.pk, actor=booking.learner, expected=22_500)
    assert Earning.objects.get().net == 22_500
    assert balance(f"L:escrow:{booking.order_id}") == 0


def test_a_seat_given_up_in_time_earns_nothing(simulator):
    order = paid_order(simulator, starts_in=60 * 48)
    booking = Booking.objects.get(order=order)
    leaving.cancel(booking_id=booking.pk, actor=booking.learner, expected=45_000)
    assert not Earning.objects.exists()


def test_money_is_not_released_while_somebody_contests(booking):
    teach(booking)
    with travel(booking.session.ends_at + MINUTE):
        contests.contest(
            booking_id=booking.pk, actor=booking.learner, words="The mentor never came."
        )
    assert Earning.objects.get().state == EarningState.HELD
    with travel(booking.session.ends_at + timedelta(days=9)):
        assert earnings.mature() == 0


def test_a_contest_that_is_dismissed_lets_the_money_go(booking):
    teach(booking)
    with travel(booking.session.ends_at + MINUTE):
        decide(booking, BookingState.COMPLETED)
    assert Earning.objects.get().state == EarningState.PENDING
    with travel(booking.session.ends_at + timedelta(hours=73)):
        assert earnings.mature() == 1


def test_a_mentor_found_not_to_have_come_gives_it_all_back(booking):
    teach(booking)
    with travel(booking.session.ends_at + MINUTE):
        decide(booking, BookingState.NO_SHOW_MENTOR)
    made = Earning.objects.get()
    assert (made.state, made.net, made.own) == (EarningState.REVERSED, 0, 0)
    assert balance(f"L:mentor_pending:{made.payee_id}") == balance("I:platform_fee") == 0


def test_bookings_from_before_earnings_are_earned_by_the_sweep_once_and_held_if_contested(booking):
    ended = booking.session.starts_at + 60 * MINUTE
    type(booking.session).objects.filter(pk=booking.session_id).update(ended_at=ended)
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.COMPLETED)
    with travel(ended + MINUTE):
        booking.refresh_from_db()
        contests.contest(
            booking_id=booking.pk, actor=booking.learner, words="The mentor never came."
        )
    assert any("I8 booking" in fault for fault in ledger_faults())
    assert [earning.earn_overdue(), earning.earn_overdue()] == [1, 0]
    made = Earning.objects.get()
    assert (made.earned_at, made.state) == (ended, EarningState.HELD)
