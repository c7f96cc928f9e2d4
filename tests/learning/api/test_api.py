"""Learning over JSON, as clients and liars meet it."""

from datetime import timedelta

import pytest
from django.test import Client

from learning.models import Session
from learning.services import attendance, closing, sessions
from peerlearn.accounts.enums import Role
from peerlearn.common.clock import now
from peerlearn.common.zones import iso_utc
from tests import factories as make

pytestmark = pytest.mark.django_db


def post(client, path, body=None):
    return client.post(path, body or {}, content_type="application/json")


@pytest.mark.parametrize("slash", ["", "/"])
def test_anybody_lists_what_can_be_booked_with_and_without_the_slash(client, slash):
    shown = make.session(starts_in=60)
    make.draft()
    make.session(kind="private")
    make.session(by=None, starts_in=30, title="Sooner")
    results = client.get(f"/api/sessions{slash}").json()["results"]
    assert [row["title"] for row in results] == ["Sooner", shown.title]
    assert results[1]["url"] == shown.get_absolute_url()
    assert results[1]["seats_left"] == 2


def test_the_list_takes_the_same_number_of_queries_for_any_length(
    client, django_assert_max_num_queries
):
    for _ in range(8):
        make.session()
    with django_assert_max_num_queries(3):
        client.get("/api/sessions/")


def test_a_session_is_shown_with_its_curriculum(client):
    made = make.session(curriculum=[("Warm up", "", 10)])
    body = client.get(f"/api/sessions/{made.pk}").json()
    assert body["curriculum"][0]["title"] == "Warm up"


@pytest.mark.parametrize("path", ["/api/sessions/999999/", "/api/sessions/9999999999999999999999/"])
def test_an_unknown_session_is_404(client, path):
    assert client.get(path).status_code == 404


def test_a_draft_is_nobodys_business(client):
    assert client.get(f"/api/sessions/{make.draft().pk}/").status_code == 404


@pytest.mark.parametrize("path", ["book/", "ready/"])
def test_a_visitor_is_asked_to_log_in(client, path):
    assert post(client, f"/api/sessions/{make.session().pk}/{path}").status_code == 401


def test_booking_a_free_session_needs_no_gateway(client):
    client.force_login(make.person())
    answer = post(client, f"/api/sessions/{make.session(price=0).pk}/book/")
    assert answer.status_code == 201
    assert answer.json()["state"] == "confirmed"
    assert answer.json()["order"] is None


@pytest.mark.parametrize(("case", "code"), [("full", "session_full"), ("past", "closed")])
def test_a_seat_that_cannot_be_had_is_409_with_a_code(client, case, code):
    session = make.session(price=0, capacity=1)
    if case == "full":
        make.seat(session)
    else:
        make.move_start(session, -5)
    client.force_login(make.person())
    answer = post(client, "/api/bookings/create", {"session": session.pk})
    assert answer.status_code == 409
    assert answer.json()["code"] == code


def test_booking_twice_is_409_already_booked(client):
    session = make.session(price=0)
    client.force_login(make.person())
    post(client, f"/api/sessions/{session.pk}/book/")
    again = post(client, f"/api/sessions/{session.pk}/book/")
    assert (again.status_code, again.json()["code"]) == (409, "already_booked")


def test_session_cookies_without_a_csrf_token_are_refused():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.person())
    session = make.session(price=0)
    assert post(browser, f"/api/sessions/{session.pk}/book/").status_code == 403
    assert Session.objects.get(pk=session.pk).seats_taken == 0


def test_a_mentor_stores_a_draft_and_a_learner_does_not(client):
    body = {
        "title": "Ghazal basics",
        "summary": "Metre and rhyme.",
        "topic": make.domain().slug,
        "starts_at": (now() + timedelta(days=3)).isoformat(),
        "minutes": 45,
        "price": 50_000,
    }
    client.force_login(make.person())
    assert post(client, "/api/sessions/", body).status_code == 403
    mentor = make.mentor()
    client.force_login(mentor.user)
    answer = post(client, "/api/sessions/", body)
    assert answer.status_code == 201
    assert mentor.sessions.get().state == "draft"
    assert post(client, "/api/sessions/", body | {"price": 50}).json()["fields"]["price"]


def test_ready_and_feedback_work_over_the_api(client):
    session = make.session(price=0, starts_in=9)
    booking = make.seat(session)
    client.force_login(booking.learner)
    assert post(client, f"/api/sessions/{session.pk}/ready/").json()["ready"] is True
    sessions.start(session_id=session.pk, actor=session.mentor.user)
    attendance.joined(session_id=session.pk, user_id=booking.learner_id)
    closing.end(session_id=session.pk, actor=session.mentor.user)
    body = {"booking": booking.pk, "rating": 5, "comment": "<script>alert(1)</script>"}
    assert post(client, "/api/feedback/create", body).status_code == 201
    assert post(client, "/api/feedback/create", body).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"booking": "x", "rating": 5},
        {"booking": 1, "rating": "many"},
        {"booking": -1, "rating": 5},
        {"booking": 10**30, "rating": 5},
    ],
)
def test_broken_feedback_is_a_400_or_404_with_a_message(client, body):
    client.force_login(make.person(roles=(Role.LEARNER,)))
    answer = post(client, "/api/feedback/create", body)
    assert answer.status_code in (400, 404)
    assert answer.json()["message"]


@pytest.mark.parametrize("path", ["/api/sessions/{}/book/", "/api/bookings/create"])
def test_a_start_sent_along_must_be_the_one_that_holds(client, path):
    session = make.session(price=0)
    client.force_login(make.person())

    def book(moment):
        sent = {"session": session.pk, "starts_at": iso_utc(moment)}
        return client.post(path.format(session.pk), sent, content_type="application/json")

    refused = book(session.starts_at + timedelta(hours=1))
    assert (refused.status_code, refused.json()["code"]) == (409, "moved")
    assert list(refused.json()["fields"]) == ["starts_at"]
    assert book(session.starts_at).status_code == 201
