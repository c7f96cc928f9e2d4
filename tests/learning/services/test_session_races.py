"""Two tabs of one mentor, or a mentor and learners, act at once: nobody teaches twice at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from learning.models import Booking, Session
from learning.services import bookings, editing, moving, sessions
from tests import factories as make
from tests.support.threads import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_publishing_two_sessions_of_one_time_at_once_publishes_one():
    mentor = make.mentor()
    drafts = [make.draft(by=mentor, starts_in=180 + shift) for shift in (0, 10, 20, 30)]
    answers = race(
        [
            lambda one=one: sessions.publish(session_id=one.pk, actor=mentor.user).state
            for one in drafts
        ]
    )
    assert sorted(answers) == ["overlap", "overlap", "overlap", "scheduled"]
    assert Session.objects.filter(mentor=mentor, state="scheduled").count() == 1


def test_moving_two_sessions_to_one_time_at_once_moves_one():
    mentor = make.mentor()
    made = [make.session(by=mentor, starts_in=180 + 120 * number) for number in range(3)]
    target = made[0].starts_at + timedelta(days=1)
    answers = race(
        [
            lambda one=one: (
                moving.reschedule(session_id=one.pk, actor=mentor.user, starts_at=target).moves
            )
            for one in made
        ]
    )
    assert sorted(map(str, answers)) == ["1", "overlap", "overlap"]


def test_booking_while_the_session_moves_ends_with_the_new_time_and_nobody_untold():
    made = make.session(price=0, capacity=4)
    people = [make.person() for _ in range(3)]
    target = made.starts_at + timedelta(days=1)
    race(
        [
            *(lambda who=who: bookings.book(session_id=made.pk, learner=who) for who in people),
            lambda: moving.reschedule(session_id=made.pk, actor=made.mentor.user, starts_at=target),
        ]
    )
    made.refresh_from_db()
    assert (made.starts_at, made.seats_taken) == (target, 3)


def test_who_agreed_to_the_old_time_is_booked_before_the_move_or_told_of_it():
    made = make.session(price=0, capacity=7)
    people, seen = [make.person() for _ in range(6)], made.starts_at.replace(microsecond=0)
    target = made.starts_at + timedelta(days=1)
    *answers, _moved = race(
        [
            *(
                lambda who=who: bookings.book(session_id=made.pk, learner=who, seen=seen)
                for who in people
            ),
            lambda: moving.reschedule(session_id=made.pk, actor=made.mentor.user, starts_at=target),
        ]
    )
    made.refresh_from_db()
    booked = [answer for answer in answers if isinstance(answer, Booking)]
    assert answers.count("moved") + len(booked) == len(people)
    assert made.seats_taken == len(booked)
    for booking in booked:  # in time, so told that it moved, with the seat to give back in full
        booking.refresh_from_db()
        assert booking.policy["free_until"]
        assert booking.learner.notices.filter(kind="session_moved").count() == 1


@pytest.mark.postgres
def test_the_database_refuses_two_sessions_at_once_whoever_writes_them():
    first = make.session(starts_in=180)
    second = make.draft(by=first.mentor, starts_in=210)
    with pytest.raises(IntegrityError, match="session_one_at_a_time"), transaction.atomic():
        Session.objects.filter(pk=second.pk).update(state="scheduled")


def test_two_tabs_saving_at_once_leave_the_words_of_one_and_tell_the_other():
    made = make.draft()
    answers = race(
        [
            lambda word=word: (
                editing.edit(
                    session_id=made.pk, actor=made.mentor.user, version=1, changes={"title": word}
                ).title
            )
            for word in ("One", "Two", "Three")
        ]
    )
    made.refresh_from_db()
    assert sorted(answers).count("stale") == 2
    assert made.title in answers
    assert made.version == 2
