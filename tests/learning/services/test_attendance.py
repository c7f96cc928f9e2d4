"""Times of coming and going settle who was there; either side may contest it."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, ContestState, SessionState
from learning.models import Booking, Contest, Session, Stay
from learning.services import attendance, closing, contests, sessions
from payments.models import Refund
from payments.queries import ledger_faults
from payments.services import orders, settlement
from peerlearn.accounts.models import AuditEvent
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from tests import factories as make
from tests.support.otp import device_of

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TEN_CHARACTERS = "I was there the whole time."


def begin(session: Session) -> None:
    """Start a session when it should, its mentor in the room."""
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=session.mentor.user)
        attendance.joined(session_id=session.pk, user_id=session.mentor.user_id)


def was_there(booking: Booking, first: int, last: int) -> None:
    """Let a learner be in the room from one minute of the session to another."""
    start = booking.session.starts_at
    with travel(start + first * MINUTE):
        attendance.joined(session_id=booking.session_id, user_id=booking.learner_id)
    with travel(start + last * MINUTE):
        attendance.left(
            session_id=booking.session_id,
            user_id=booking.learner_id,
            seconds=(last - first) * 60,
        )


def end(session: Session, minute: int = 60) -> Session:
    """End a session when it has run so many minutes, to the moment: the clock of a test goes on."""
    session.refresh_from_db()
    with travel(session.started_at + minute * MINUTE):
        return closing.end(session_id=session.pk, actor=session.mentor.user)


def state_of(booking: Booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


@pytest.mark.parametrize(
    ("stays", "ran", "state"),
    [
        ([(0, 5)], 60, BookingState.COMPLETED),
        ([(0, 4)], 60, BookingState.NO_SHOW_LEARNER),
        ([(0, 2), (50, 53)], 60, BookingState.COMPLETED),
        ([(0, 3)], 15, BookingState.COMPLETED),
        ([(0, 2)], 15, BookingState.NO_SHOW_LEARNER),
        ([(1, 1)], 4, BookingState.COMPLETED),
        ([], 60, BookingState.NO_SHOW_LEARNER),
        ([], 4, BookingState.NO_SHOW_MENTOR),
    ],
)
def test_five_minutes_or_a_fifth_of_the_time_it_ran_count_as_having_been_there(stays, ran, state):
    booking = make.seat(make.session(price=0))
    begin(booking.session)
    for first, last in stays:
        was_there(booking, first, last)
    end(booking.session, ran)
    assert state_of(booking) == state


@pytest.mark.parametrize(("price", "ran", "told"), [(300, 14, 1), (300, 15, 0), (0, 14, 0)])
def test_who_paid_for_what_ended_within_a_quarter_is_told_how_to_contest_it(price, ran, told):
    booking = make.seat(make.session(price=0))
    Booking.objects.filter(pk=booking.pk).update(price=price)
    begin(booking.session)
    was_there(booking, 0, 10)
    end(booking.session, ran)
    notices = booking.learner.notices.filter(kind="ended_early")
    assert [notice.url for notice in notices] == [f"/bookings/{booking.pk}/contest/"] * told


def test_who_is_still_in_the_room_counts_up_to_the_end_and_is_told_once():
    booking = make.seat(make.session(price=0))
    begin(booking.session)
    with travel(booking.session.starts_at + 50 * MINUTE):
        attendance.joined(session_id=booking.session_id, user_id=booking.learner_id)
    end(booking.session)
    attendance.left(session_id=booking.session_id, user_id=booking.learner_id, seconds=600)
    booking.refresh_from_db()
    assert (booking.state, booking.attended_seconds) == (BookingState.COMPLETED, 600)
    stay = Stay.objects.get(person=booking.learner)
    assert stay.left_at - stay.joined_at == timedelta(seconds=600)


@pytest.mark.parametrize("minutes", [0, 3, 6])
def test_what_the_mentor_left_at_once_is_cancelled_by_the_sweep(minutes):
    booking = make.seat(make.session(price=0))
    session = booking.session
    begin(session)
    was_there(booking, 0, 30)
    if minutes:
        attendance.left(session_id=session.pk, user_id=session.mentor.user_id, seconds=minutes * 60)
    else:
        Stay.objects.filter(person=session.mentor.user).delete()
    with travel(session.ends_at + 16 * MINUTE):
        closing.settle_overdue()
    session.refresh_from_db()
    taught = (SessionState.COMPLETED, BookingState.COMPLETED)
    left = (SessionState.CANCELLED, BookingState.NO_SHOW_MENTOR)
    assert (session.state, state_of(booking)) == (taught if minutes == 6 else left)


def test_a_mentor_who_looked_in_and_left_is_not_paid_by_ending_it(client):
    booking = make.seat(make.session(price=0))
    session = booking.session
    begin(session)
    attendance.left(session_id=session.pk, user_id=session.mentor.user_id, seconds=1)
    was_there(booking, 0, 6)
    client.force_login(session.mentor.user)
    with travel(session.starts_at + 8 * MINUTE):
        answer = client.post(f"/api/sessions/{session.pk}/end/")
    assert (answer.status_code, answer.json()) == (200, {"state": "cancelled"})
    assert state_of(booking) == BookingState.NO_SHOW_MENTOR


@pytest.fixture
def settled():
    """A booking settled as missed, at the moment the session ended."""
    booking = make.seat(make.session(price=0))
    begin(booking.session)
    session = end(booking.session)
    booking.refresh_from_db()
    booking.session = session
    return booking


def contest(booking: Booking, who=None, after: timedelta = MINUTE) -> Contest:
    with travel(booking.session.ended_at + after):
        return contests.contest(
            booking_id=booking.pk, actor=who or booking.learner, words=TEN_CHARACTERS
        )


def decide(made: Contest, outcome: str, answer: str = "We looked it up.", who=None) -> Booking:
    person = who or make.moderator()
    person.otp_device = device_of(person)
    person.is_verified = lambda: True
    return contests.decide(contest_id=made.pk, actor=person, outcome=outcome, answer=answer)


def test_a_learner_who_was_there_is_heard(settled):
    made = contest(settled)
    assert settled.session.mentor.user.notices.filter(kind="contest_opened").count() == 1
    decide(made, BookingState.COMPLETED)
    made.refresh_from_db()
    assert (state_of(settled), made.state) == (BookingState.COMPLETED, ContestState.CHANGED)
    for user in (settled.learner, settled.session.mentor.user):
        assert user.notices.get(kind="contest_decided").body == "We looked it up."
    noted = AuditEvent.objects.get(action="attendance_decided")
    assert noted.detail == {
        "booking": settled.pk, "was": "no_show_learner", "outcome": "completed"
    }  # fmt: skip


def test_nobody_decides_on_their_own_attendance(settled):
    made = contest(settled)
    for person in (settled.learner, settled.session.mentor.user):
        with pytest.raises(NotAllowed, check=lambda caught: caught.code == "own_case"):
            decide(made, BookingState.COMPLETED, who=make.hired(person, "Moderators"))
    assert state_of(settled) == BookingState.NO_SHOW_LEARNER


def test_what_was_right_stands_for_both_who_spoke(settled):
    both = [contest(settled), contest(settled, settled.session.mentor.user)]
    decide(both[0], settled.state)
    assert {one.state for one in Contest.objects.all()} == {ContestState.UPHELD}
    assert state_of(settled) == BookingState.NO_SHOW_LEARNER
    with pytest.raises(Conflict) as caught:
        decide(both[1], BookingState.COMPLETED)
    assert caught.value.code == "already_decided"


@pytest.mark.django_db(transaction=True)
def test_a_mentor_who_had_not_come_costs_a_full_refund(simulator):
    booking = make.seat(make.session(price=45_000))
    simulator.pay(orders.register(order_id=booking.order_id))
    settlement.sync_order(order_id=booking.order_id)
    begin(booking.session)
    booking.session = end(booking.session)
    made = contest(booking)
    decide(made, BookingState.NO_SHOW_MENTOR)
    assert state_of(booking) == BookingState.NO_SHOW_MENTOR
    assert Refund.objects.get().amount == 45_000
    assert list(ledger_faults()) == []


def test_a_mentor_who_is_excused_is_one_who_cancelled():
    booking = make.seat(make.session(price=0))
    with travel(booking.session.ends_at + MINUTE):
        closing.settle_overdue()
    booking.session.refresh_from_db()
    made = contest(booking, booking.session.mentor.user)
    decide(made, BookingState.CANCELLED_MENTOR)
    assert state_of(booking) == BookingState.CANCELLED_MENTOR


@pytest.mark.parametrize("outcome", ["confirmed", "cancelled_learner", "nonsense"])
def test_nothing_is_settled_as_what_it_cannot_be(settled, outcome):
    made = contest(settled)
    with pytest.raises(Conflict):
        decide(made, outcome)
    made.refresh_from_db()
    assert (made.state, state_of(settled)) == (ContestState.OPEN, BookingState.NO_SHOW_LEARNER)


def test_it_is_contested_once_and_within_two_days(settled):
    with pytest.raises(Conflict) as late:
        contest(settled, after=timedelta(hours=48, seconds=10))
    assert late.value.code == "too_late"
    contest(settled, after=timedelta(hours=47))
    with pytest.raises(Conflict) as again:
        contest(settled)
    assert again.value.code == "already_contested"


def test_what_is_not_settled_cannot_be_contested():
    booking = make.seat(make.session(price=0))
    with pytest.raises(Conflict) as caught:
        contests.contest(booking_id=booking.pk, actor=booking.learner, words=TEN_CHARACTERS)
    assert caught.value.code == "not_settled"


@pytest.mark.parametrize("words", ["", "  short  ", "x" * 1001])
def test_who_contests_says_why(settled, words):
    with travel(now() + 61 * MINUTE), pytest.raises(DomainError) as caught:
        contests.contest(booking_id=settled.pk, actor=settled.learner, words=words)
    assert caught.value.code == "invalid_contest"


def test_others_neither_contest_nor_decide(settled):
    with pytest.raises(NotFound):
        contest(settled, make.person())
    made = contest(settled)
    for who in (settled.learner, settled.session.mentor.user, make.editor()):
        with pytest.raises(NotAllowed):
            decide(made, BookingState.COMPLETED, who=who)
    with pytest.raises(DomainError) as caught:
        decide(made, BookingState.COMPLETED, answer=" ")
    assert caught.value.code == "invalid_answer"
    assert state_of(settled) == BookingState.NO_SHOW_LEARNER
