"""Attendance as both sides read it: a page and a CSV file."""

from datetime import timedelta

import pytest

from live.services import attendance, presence, rooms
from peerlearn.common import clock
from tests import factories
from tests.live.test_admission import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    """A session with two learners, one of whom was there for ten minutes."""
    session = factories.session(starts_in=5, price=0)
    learner, other = (
        factories.seat(session, factories.person(n)).learner for n in ("Lena", "Omar")
    )
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    come_in(session, session.mentor.user)
    stay = come_in(session, learner)
    attendance.sample(pid=stay.pid, rtt=80, loss=12, frozen=0, relayed=True)
    with clock.travel(clock.now() + timedelta(minutes=10)):
        presence.leave(pid=stay.pid, reason="left")
        come_in(session, other)
        rooms.end(session_id=session.pk, actor=session.mentor.user)
    return session, learner, other


def read(client, session, name="attendance/"):
    answer = client.get(f"/room/{session.pk}/{name}")
    return answer.status_code, answer.content.decode()


def test_the_mentor_reads_everybody_and_a_learner_the_mentor_and_themselves(web, held):
    session, _, other = held
    status, html = read(web(session.mentor.user), session)
    assert status == 200
    assert "Lena" in html
    assert "Omar" in html
    assert "10 min in all" in html
    assert "1.2 % of the sound" in html
    assert "80 ms" in html
    _, html = read(web(other), session)
    assert "Omar" in html
    assert session.mentor.user.name in html
    assert "Lena" not in html


def test_who_came_for_a_moment_was_there_for_less_than_a_minute_on_both_pages(web, held):
    session = held[0]
    for name, words in (("attendance/", "in all"), ("record/", "in the call")):
        html = read(web(session.mentor.user), session, name)[1]
        assert (f", under a minute {words}" in html, f", 10 min {words}" in html) == (True, True)
        assert " 0 min" not in html


def test_who_is_in_the_call_now_is_counted_until_now_and_who_waits_is_not(web):
    session = factories.session(starts_in=5, price=0)
    mentor, learner = session.mentor.user, factories.seat(session).learner
    come_in(session, learner)
    assert "Never in the call." in read(web(learner), session)[1]
    rooms.start(session_id=session.pk, actor=mentor)
    for user in (mentor, learner):
        come_in(session, user)
    with clock.travel(clock.now() + timedelta(minutes=7, seconds=30)):
        html = read(web(learner), session)[1]
    assert html.count("7 min in all") == 2


def test_the_file_has_a_line_for_each_thing_noted(web, held):
    session, learner, _ = held
    status, text = read(web(learner), session, "attendance.csv")
    lines = [line.split(",") for line in text.strip().splitlines()]
    assert status == 200
    assert lines[0][1:5] == ["name", "role", "what", "reason"]
    mine = [line[3:] for line in lines if line[1] == "Lena"]
    assert [line[0] for line in mine] == ["knocked", "joined", "quality", "left"]
    assert mine[2][2:] == ["80", "1.2", "0", "True"]
    assert not [line for line in lines if line[1] == "Omar"]


def test_who_missed_it_still_reads_it_and_strangers_do_not(web, held):
    session, learner, _ = held
    learner.bookings.update(state="no_show_learner")
    assert read(web(learner), session)[0] == 200
    for name in ("attendance/", "attendance.csv"):
        assert read(web(factories.person()), session, name)[0] == 403
        assert read(web(factories.editor()), session, name)[0] in (302, 403)


def test_a_reason_that_says_nothing_new_is_left_out(web, held):
    session, _, _ = held
    _, html = read(web(session.mentor.user), session)
    assert "(session over)" in html
    assert "(left)" not in html
