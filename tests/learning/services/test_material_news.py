"""Who has a seat hears of a new file or link, and not of each of ten in a row."""

from datetime import timedelta

import pytest

from learning.services import bookings, materials
from peerlearn.common.clock import now, travel
from peerlearn.notifications.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make.session(price=0, capacity=3)


def add(session, title="Slides"):
    url = f"https://example.org/{title}"
    materials.add_link(session_id=session.pk, actor=session.mentor.user, url=url, title=title)


def news():
    return Notice.objects.filter(kind="material_added")


def test_learners_with_a_seat_are_told_and_nobody_else(session):
    here, paying = make.seat(session), make.session(by=session.mentor, starts_in=300)
    held = bookings.book(session_id=paying.pk, learner=make.person())
    add(session)
    add(paying)
    notice = news().get()
    assert notice.user == here.learner
    assert notice.user != held.learner
    assert notice.title == f"New for your session: {session.title}"
    assert (notice.body, notice.url) == ("Slides", here.get_absolute_url())


def test_several_in_an_hour_are_one_piece_of_news(session):
    make.seat(session)
    add(session)
    with travel(now() + timedelta(minutes=50)):
        add(session, "Notes")
    assert news().count() == 1
    with travel(now() + timedelta(minutes=61)):
        add(session, "Answers")
    assert [notice.body for notice in news()] == ["Answers", "Slides"]


def test_who_came_later_hears_of_what_came_later(session):
    make.seat(session)
    add(session)
    late = make.seat(session)
    add(session, "Notes")
    assert [(one.user, one.body) for one in news().filter(user=late.learner)] == [
        (late.learner, "Notes")
    ]
    assert news().count() == 2
