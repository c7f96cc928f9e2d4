"""Closing accounts at the same moment, with real threads, on both databases."""

import pytest

from learning.services import bookings
from peerlearn.accounts.models import AuditEvent, User
from peerlearn.accounts.services import standing
from peerlearn.common.errors import NotAllowed
from tests import factories
from tests.learning.services.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)


def refused_or(service, **how):
    """Call a service as two requests would, each with rows of its own."""
    rows = {
        key: User.objects.get(pk=value.pk) if isinstance(value, User) else value
        for key, value in how.items()
    }
    try:
        return service(**rows)
    except NotAllowed as refused:
        return refused.code


def test_two_administrators_who_put_each_other_out_leave_one():
    first, second = (
        User.objects.create_superuser(f"{name}@example.test", factories.PASSWORD, name=name)
        for name in ("ada", "bob")
    )
    answers = race(
        [
            lambda: refused_or(standing.ban, actor=first, user=second, reason="Him."),
            lambda: refused_or(standing.ban, actor=second, user=first, reason="Her."),
        ]
    )
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
    assert sum(isinstance(answer, User) for answer in answers) == 1


def test_an_account_closed_many_times_at_once_is_closed_and_noted_once():
    moderator, person = factories.moderator(), factories.person()
    answers = race(
        [lambda: standing.ban(actor=moderator, user=person, reason="Spam.") for _ in range(6)]
    )
    assert answers.count("already_so") == 5
    assert AuditEvent.objects.filter(subject=person).count() == 1


def test_a_seat_booked_while_the_account_closes_is_not_left_behind():
    session, person, moderator = (
        factories.session(price=0),
        factories.person(),
        factories.moderator(),
    )
    race(
        [
            lambda: standing.ban(actor=moderator, user=person, reason="Spam."),
            lambda: refused_or(bookings.book, session_id=session.pk, learner=person),
        ]
    )
    session.refresh_from_db()
    assert session.seats_taken == session.bookings.filter(state="confirmed").count() == 0


@pytest.mark.parametrize("_time", range(3))
def test_a_mentor_shut_out_while_seats_are_taken_holds_nobody_up_for_ever(_time):
    session, moderator = factories.session(price=0, capacity=4), factories.moderator()
    people = [factories.person() for _ in range(3)]
    mentor = session.mentor.user
    seats = [lambda one=one: bookings.book(session_id=session.pk, learner=one) for one in people]
    race([*seats, lambda: standing.ban(actor=moderator, user=mentor, reason="Spam.")])
    session.refresh_from_db()
    assert (session.state, session.seats_taken) == ("cancelled", 0)
