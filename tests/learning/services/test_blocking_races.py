"""Somebody books at the moment they are blocked: before or after it, never beside it."""

import pytest

from learning.models import Booking, Follow
from learning.services import bookings, follows
from peerlearn.accounts.models import Block
from peerlearn.accounts.services import blocks
from tests import factories as make
from tests.support.threads import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_following_and_blocking_at_once_leave_no_follower_behind():
    mentor = make.mentor()
    learners = [make.attended(by=mentor).learner for _ in range(5)]
    calls = []
    for learner in learners:
        calls.append(lambda learner=learner: follows.follow(user=learner, mentor_id=mentor.pk))
        calls.append(lambda who=learner: blocks.block(user=mentor.user, person_id=who.pk))
    answers = race(calls)
    assert all(isinstance(answer, Block) for answer in answers[1::2])
    assert not Follow.objects.exists()


def test_two_who_block_each_other_and_book_at_once_do_not_wait_for_each_other():
    first, second = make.mentor(), make.mentor()
    calls = [
        lambda: blocks.block(user=first.user, person_id=second.user_id),
        lambda: blocks.block(user=second.user, person_id=first.user_id),
    ]
    session = make.session(by=first, price=0, capacity=5)
    people = [make.attended(by=first).learner for _ in range(4)]
    calls += [lambda who=who: bookings.book(session_id=session.pk, learner=who) for who in people]
    calls += [lambda who=who: blocks.block(user=first.user, person_id=who.pk) for who in people]
    answers = race(calls)
    assert Block.objects.count() == 6
    for answer in answers[2:6]:
        assert isinstance(answer, Booking) or answer == "not_available"
