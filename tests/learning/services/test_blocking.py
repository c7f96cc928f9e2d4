"""Whoever is blocked gets no seat, asks nothing, follows nobody, and is not told why."""

from datetime import timedelta

import pytest
from django.db import transaction

from learning.enums import BookingState, WaitState
from learning.models import Booking, Follow, Session
from learning.queries import requests as queries
from learning.queries import together
from learning.queries.slots import free_slots
from learning.services import (
    bookings,
    follows,
    offers,
    request_answers,
    requests,
    rescheduling,
    slots,
    waitlist,
)
from peerlearn.accounts.models import Block
from peerlearn.accounts.services import blocks
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound
from tests import factories as make
from tests.learning.services.test_slots import open_mentor

pytestmark = pytest.mark.django_db


def ask(learner, mentor):
    return requests.ask(
        learner=learner,
        mentor=mentor,
        domain=make.domain(),
        title="Rust",
        description="",
        minutes=60,
        times=[now() + timedelta(days=2)],
    )


@pytest.fixture
def pair():
    """A mentor with hours and a session, and a learner who was in an earlier one."""
    mentor = open_mentor(price=0)
    return make.attended(by=mentor).learner, mentor, make.session(by=mentor, price=0, starts_in=90)


def free_slot(learner, mentor):
    at = free_slots(mentor, now(), now() + timedelta(days=3), 60)[0]
    return slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60)


def full_queue(learner, mentor):
    full = make.session(
        by=mentor, price=0, capacity=1, starts_in=5000 + 90 * mentor.sessions.count()
    )
    make.seat(full)
    return waitlist.join(session_id=full.pk, learner=learner)


def move(learner, mentor):
    seat = Booking.objects.get(learner=learner, state=BookingState.CONFIRMED)
    other = make.session(by=mentor, price=0, starts_in=9000)
    return rescheduling.reschedule(booking_id=seat.pk, actor=learner, session_id=other.pk)


WAYS = {
    "book": lambda learner, mentor: make.seat(mentor.sessions.get(state="scheduled"), learner),
    "slot": free_slot,
    "wait": full_queue,
    "follow": lambda learner, mentor: follows.follow(user=learner, mentor_id=mentor.pk),
    "ask": ask,
}


@pytest.mark.parametrize("way", WAYS)
def test_who_is_blocked_is_refused_in_words_that_tell_nothing(pair, way):
    learner, mentor, _ = pair
    blocks.block(user=mentor.user, person_id=learner.pk)
    with pytest.raises(DomainError) as caught:
        WAYS[way](learner, mentor)
    assert caught.value.code == ("invalid_request" if way == "ask" else "not_available")
    assert "block" not in caught.value.message.lower()
    blocks.unblock(user=mentor.user, person_id=learner.pk)
    WAYS[way](learner, mentor)


@pytest.mark.parametrize("way", WAYS)
def test_who_blocked_a_mentor_does_not_come_by_mistake(pair, way):
    learner, mentor, _ = pair
    blocks.block(user=learner, person_id=mentor.user_id)
    with pytest.raises(DomainError) as caught:
        WAYS[way](learner, mentor)
    assert caught.value.code == ("invalid_request" if way == "ask" else "you_blocked")


def test_a_seat_stays_but_goes_to_no_other_time(pair):
    learner, mentor, _ = pair
    seat = make.seat(make.session(by=mentor, price=0, starts_in=7000), learner)
    blocks.block(user=mentor.user, person_id=learner.pk)
    seat.refresh_from_db()
    assert seat.state == BookingState.CONFIRMED
    with pytest.raises(DomainError) as caught:
        move(learner, mentor)
    assert caught.value.code == "not_available"
    assert [one.pk for one in together.to_come(mentor.user, learner)] == [seat.session_id]


def test_following_and_waiting_end(pair):
    learner, mentor, _ = pair
    follows.follow(user=learner, mentor_id=mentor.pk)
    entry = full_queue(learner, mentor)
    told = learner.notices.count()
    blocks.block(user=mentor.user, person_id=learner.pk)
    entry.refresh_from_db()
    assert entry.state == WaitState.LEFT
    assert not Follow.objects.exists()
    assert learner.notices.count() == told


def test_blocking_twice_is_once_and_is_of_one_person_only(pair):
    learner, mentor, session = pair
    first = blocks.block(user=mentor.user, person_id=learner.pk)
    assert blocks.block(user=mentor.user, person_id=learner.pk) == first
    assert bookings.book(session_id=session.pk, learner=make.person())


@pytest.mark.parametrize("who", ["stranger", "nobody", "oneself", "staff"])
def test_only_people_one_has_to_do_with_are_found(pair, who):
    learner = pair[0]
    person_id = {
        "stranger": lambda: make.person().pk,
        "nobody": lambda: 999_999,
        "oneself": lambda: learner.pk,
        "staff": lambda: make.moderator().pk,
    }[who]()
    with pytest.raises(NotFound):
        blocks.block(user=learner, person_id=person_id)
    assert not Block.objects.exists()


def test_a_mentor_is_known_to_all_and_learners_to_who_met_them(pair):
    learner, mentor, session = pair
    other = make.seat(session).learner
    assert together.know_each_other(make.person(), mentor.user)
    assert together.know_each_other(mentor.user, learner)
    assert not together.know_each_other(learner, other)
    make.seat(session, learner)
    assert together.know_each_other(learner, other)


def test_nothing_more_is_said_or_offered_about_a_request_of_earlier(pair):
    learner, mentor, _ = pair
    request = ask(learner, mentor)
    blocks.block(user=mentor.user, person_id=learner.pk)
    with pytest.raises(DomainError) as caught:
        request_answers.say(actor=learner, request_id=request.pk, text="Well?", mentor_id=mentor.pk)
    assert caught.value.code == "not_available"
    at = now() + timedelta(days=3)
    with pytest.raises(DomainError) as caught:
        offers.offer(actor=mentor.user, request_id=request.pk, starts_at=at, minutes=60, price=0)
    assert caught.value.code == "you_blocked"


def test_a_request_to_all_is_not_sent_to_who_keeps_apart(pair):
    learner, mentor, _ = pair
    mentor.domains.add(make.domain())
    blocks.block(user=learner, person_id=mentor.user_id)
    request = ask(learner, None)
    assert request.mentors_asked == 0
    blocks.unblock(user=learner, person_id=mentor.user_id)
    assert mentor in queries.matching(request)


@pytest.mark.parametrize("blocks_first", [True, False])
def test_a_request_to_all_is_not_read_by_who_keeps_apart(pair, client, blocks_first):
    learner, mentor, _ = pair
    mentor.domains.add(make.domain())
    request = ask(learner, None)
    by, person = (learner, mentor.user) if blocks_first else (mentor.user, learner)
    client.force_login(mentor.user)
    assert request.title in client.get("/mentor/requests/").content.decode()
    blocks.block(user=by, person_id=person.pk)
    assert client.get("/api/requests/?list=to_all").json()["results"] == []
    assert request.title not in client.get("/mentor/requests/").content.decode()
    assert client.get(request.get_absolute_url()).status_code == 404


def test_a_request_to_all_is_not_read_by_who_is_not_approved(client):
    mentor = make.mentor(domains=[make.domain()], approved=False)
    request = ask(make.person(), None)
    client.force_login(mentor.user)
    assert client.get("/api/requests/?list=to_all").json()["results"] == []
    assert client.get(request.get_absolute_url()).status_code == 404


def test_money_that_comes_after_the_hold_buys_no_seat_from_who_keeps_apart(pair):
    learner, mentor, _ = pair
    booking = make.seat(make.session(by=mentor, starts_in=20_000), learner)
    bookings.release(booking_id=booking.pk, actor=None)
    blocks.block(user=mentor.user, person_id=learner.pk)
    with transaction.atomic():
        assert bookings.settle_paid_order(booking.order) == "refund_due"
    assert Session.objects.get(pk=booking.session_id).seats_taken == 0


def test_an_answer_to_a_review_is_no_news_to_who_keeps_its_writer_away(client):
    review = make.review()
    blocks.block(user=review.learner, person_id=review.mentor.user_id)
    client.force_login(review.mentor.user)
    answer = client.post(f"/api/feedback/{review.pk}/reply/", {"reply": "You again."})
    assert answer.status_code == 200
    assert not review.learner.notices.filter(kind="review_replied").exists()
