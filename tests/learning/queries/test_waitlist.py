"""Places in queues, as the learner's list tells them."""

import pytest

from learning.queries import waitlist as queries
from learning.services import waitlist
from tests import factories as make

pytestmark = pytest.mark.django_db


def full_session(**fields):
    session = make.session(price=0, capacity=1, **fields)
    make.seat(session)
    return session


def test_each_learner_is_told_their_own_place_in_each_queue():
    mentor = make.mentor()
    late = full_session(by=mentor, starts_in=900)
    soon = full_session(by=mentor, starts_in=600)
    first, second, third = (make.person() for _ in range(3))
    for session, waiting in ((late, (first, second, third)), (soon, (third, first))):
        for learner in waiting:
            waitlist.join(session_id=session.pk, learner=learner)
    waitlist.leave(session_id=late.pk, learner=second)
    told = {
        learner: [(entry.session_id, entry.place) for entry in queries.of_learner(learner)]
        for learner in (first, second, third)
    }
    assert told == {
        first: [(soon.pk, 2), (late.pk, 1)],
        second: [],
        third: [(soon.pk, 1), (late.pk, 2)],
    }
