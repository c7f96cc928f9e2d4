"""Who gets a ticket into which room, and when: the join route."""

import pytest

from learning.services import closing
from live.models import RoomToken
from live.services import rooms
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon():
    session = factories.session(starts_in=5, price=0)
    return session, session.mentor.user, factories.seat(session).learner


def join(client, session):
    return client.post(f"/api/sessions/{session.pk}/join/")


def test_a_visitor_is_asked_to_log_in(client, soon):
    assert join(client, soon[0]).status_code == 401


def test_mentor_and_booked_learner_get_a_ticket_and_their_role(web, soon):
    session, mentor, learner = soon
    for user, role in ((mentor, "mentor"), (learner, "learner")):
        answer = join(web(user), session)
        assert answer.status_code == 200
        body = answer.json()
        assert body["role"] == role
        assert body["state"] == "lobby"
        assert body["ws_url"] == f"/ws/room/{session.pk}/"
        assert body["room_token"]
        assert body["resume_key"]


def test_resume_keys_are_not_stored_in_clear(web, soon):
    session, mentor, _ = soon
    key = join(web(mentor), session).json()["resume_key"]
    assert key not in str(RoomToken.objects.values().get())


def test_somebody_else_is_kept_out_of_the_room(web, soon):
    answer = join(web(factories.person()), soon[0])
    assert answer.status_code == 403
    assert answer.json()["code"] == "not_in_this_room"


def test_another_mentor_is_kept_out(web, soon):
    assert join(web(factories.mentor().user), soon[0]).status_code == 403


def test_an_unpaid_hold_is_no_seat(web):
    session = factories.session(starts_in=5)
    holder = factories.seat(session).learner
    assert join(web(holder), session).json()["code"] == "not_in_this_room"


def test_before_its_time_the_room_says_when_it_opens(web):
    session = factories.session(starts_in=30, price=0)
    answer = join(web(session.mentor.user), session)
    assert answer.status_code == 409
    assert answer.json()["code"] == "too_early"
    assert answer.json()["fields"]["opens_at"].endswith("Z")


def test_an_unknown_session_is_404(web, soon):
    assert web(soon[1]).post("/api/sessions/999999/join/").status_code == 404
    assert web(soon[1]).post("/api/sessions/999999999999999999/join").status_code == 404


def test_a_draft_has_no_room(web):
    session = factories.draft(starts_in=5)
    assert join(web(session.mentor.user), session).status_code == 404


def test_an_ended_session_is_gone(web, soon):
    session, mentor, _ = soon
    rooms.start(session_id=session.pk, actor=mentor)
    rooms.end(session_id=session.pk, actor=mentor)
    answer = join(web(mentor), session)
    assert (answer.status_code, answer.json()["code"]) == (410, "ended")


def test_a_cancelled_session_is_gone(web, soon):
    session, mentor, _ = soon
    closing.cancel(session_id=session.pk, actor=mentor, reason="ill")
    answer = join(web(mentor), session)
    assert (answer.status_code, answer.json()["code"]) == (410, "cancelled")


def test_a_session_that_never_started_is_over_at_its_end(web, soon):
    session, mentor, _ = soon
    factories.move_start(session, -61)
    assert join(web(mentor), session).json()["code"] == "ended"


def test_a_running_session_can_be_joined_a_while_past_its_end(web, soon):
    session, mentor, learner = soon
    rooms.start(session_id=session.pk, actor=mentor)
    factories.move_start(session, -65)
    assert join(web(learner), session).status_code == 200


def test_only_the_mentor_ends_the_session(web, soon):
    session, mentor, learner = soon
    rooms.start(session_id=session.pk, actor=mentor)
    assert web(learner).post(f"/api/sessions/{session.pk}/end/").status_code == 403
    assert web(mentor).post(f"/api/sessions/{session.pk}/end/").status_code == 200
    session.refresh_from_db()
    assert session.state == "completed"
    assert web(mentor).post(f"/api/sessions/{session.pk}/end").status_code == 200


def test_a_session_that_never_started_cannot_be_ended(web, soon):
    answer = web(soon[1]).post(f"/api/sessions/{soon[0].pk}/end/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_started")
