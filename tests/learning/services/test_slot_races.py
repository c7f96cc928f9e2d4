"""Two learners want one time: exactly one has it, on both databases, with real threads."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client

from learning.enums import SEATED
from learning.models import Booking, Session
from learning.queries.slots import free_slots
from learning.services import availability, bookings, sessions, slots
from peerlearn.common.clock import now
from peerlearn.common.zones import iso_utc
from tests import factories as make

from .test_races import race
from .test_slots import open_mentor

pytestmark = pytest.mark.django_db(transaction=True)


def scheduled(mentor):
    return list(Session.objects.filter(mentor=mentor, state="scheduled").order_by("starts_at"))


@pytest.mark.parametrize("price", [0, 90_000])
def test_of_twelve_learners_one_gets_the_time(price):
    mentor = open_mentor(price=price)
    people = [make.person() for _ in range(12)]
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    answers = race(
        [
            lambda who=who: slots.book_slot(learner=who, mentor=mentor, starts_at=at, minutes=60)
            for who in people
        ]
    )
    assert sorted(answer for answer in answers if isinstance(answer, str)) == ["slot_taken"] * 11
    assert len(scheduled(mentor)) == 1
    assert Session.objects.count() == 1
    assert Booking.objects.filter(state__in=SEATED).count() == 1


def test_overlapping_times_are_never_both_booked():
    mentor = open_mentor(price=0)
    first, second, third = free_slots(mentor, now(), now() + timedelta(days=2), 60)[:3]
    people = [make.person() for _ in range(9)]
    race(
        [
            lambda who=who, at=at: slots.book_slot(
                learner=who, mentor=mentor, starts_at=at, minutes=60
            )
            for who, at in zip(people, [first, second, third] * 3, strict=True)
        ]
    )
    taught = scheduled(mentor)
    assert taught
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(taught))


def test_one_learner_pressing_many_times_holds_one_time():
    mentor, learner = open_mentor(), make.person()
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    answers = race(
        [
            lambda: slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60)
            for _ in range(8)
        ]
    )
    assert {answer.pk for answer in answers} == {Booking.objects.get().pk}


def test_two_mentors_who_book_each_other_do_not_wait_for_ever():
    one, two = open_mentor(price=0), open_mentor(price=0)
    for mentor in (one, two):
        make.mentors.make_learner(user=mentor.user)
    at = free_slots(one, now(), now() + timedelta(days=2), 60)[0]
    answers = race(
        [
            lambda a=a, b=b: slots.book_slot(learner=a.user, mentor=b, starts_at=at, minutes=60)
            for a, b in [(one, two), (two, one)] * 4
        ]
    )
    booked = {answer.pk for answer in answers if isinstance(answer, Booking)}
    assert len(booked) == 2


def test_who_books_while_the_mentor_goes_away_is_in_time_or_is_told():
    mentor, learner = open_mentor(), make.person()
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    answers = race(
        [
            lambda: slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60),
            lambda: availability.set_rules(user=mentor.user, bookable=False),
            lambda: availability.set_rules(user=mentor.user, notice=9 * 24 * 60),
        ]
    )
    assert isinstance(answers[0], Booking) == bool(scheduled(mentor))
    assert answers[0] == "slot_taken" or isinstance(answers[0], Booking)


def test_a_time_given_back_while_another_books_it_is_never_booked_twice():
    mentor, learner, other = open_mentor(), make.person(), make.person()
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    held = slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60)
    answers = race(
        [
            lambda: bookings.release(booking_id=held.pk, actor=learner),
            lambda: slots.book_slot(learner=other, mentor=mentor, starts_at=at, minutes=60),
        ]
    )
    left = scheduled(mentor)
    assert len(left) == (0 if answers[1] == "slot_taken" else 1)
    assert Booking.objects.filter(state__in=SEATED).count() == len(left)
    assert all(one.seats_taken == 1 for one in left)


def test_a_time_booked_while_its_mentor_publishes_over_it_stands_once():
    mentor, learner = open_mentor(price=0), make.person()
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    draft = make.draft(by=mentor, price=0)
    Session.objects.filter(pk=draft.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))
    race(
        [
            lambda: slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60),
            lambda: sessions.publish(session_id=draft.pk, actor=mentor.user),
        ]
    )
    taught = scheduled(mentor)
    assert len(taught) == 1


def test_a_network_that_repeats_a_booking_at_once_gets_it_once_or_is_told_to_wait():
    mentor, learner = open_mentor(price=0), make.person()
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]

    client = Client(headers={"Idempotency-Key": "one-press"}, raise_request_exception=False)
    client.force_login(learner)
    url, body = f"/api/mentors/{mentor.pk}/slots/", {"starts_at": iso_utc(at), "minutes": 60}

    def post():
        return client.post(url, body, content_type="application/json").status_code

    answers = race([post] * 8)
    assert 201 in answers
    assert set(answers) <= {201, 409}
    assert Booking.objects.count() == 1
