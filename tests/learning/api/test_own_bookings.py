"""One's own bookings over JSON."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, WaitState
from learning.models import Booking, WaitlistEntry
from peerlearn.common.clock import travel
from peerlearn.common.zones import iso_utc
from tests import factories as make

pytestmark = pytest.mark.django_db

WEEK = 7 * 24 * 60


@pytest.fixture
def learner(client):
    user = make.person()
    client.force_login(user)
    return user


def post(client, path, body=None, **headers):
    return client.post(path, body or {}, content_type="application/json", headers=headers)


def test_somebody_lists_their_own_in_pages_and_by_state(client, learner):
    mine = [make.seat(make.session(price=0, starts_in=WEEK + 90 * n), learner) for n in range(3)]
    make.seat(make.session(price=0))
    Booking.objects.filter(pk=mine[0].pk).update(state=BookingState.CANCELLED_LEARNER)
    body = client.get("/api/bookings/?size=2").json()
    assert (body["count"], [row["id"] for row in body["results"]]) == (3, [mine[2].pk, mine[1].pk])
    by = {
        "when=upcoming": mine[1:],
        "when=past": mine[:1],
        "state=cancelled_learner": mine[:1],
        "when=upcoming&state=held": [],
    }
    for query, expected in by.items():
        found = client.get(f"/api/bookings?{query}").json()["results"]
        assert [row["id"] for row in found] == [one.pk for one in expected]
    assert client.get("/api/bookings/?state=nonsense").json()["fields"].keys() == {"state"}
    assert client.get("/api/bookings/?when=ever").status_code == 400


def test_what_would_come_back_is_what_comes_back(client, learner):
    session = make.session(starts_in=25 * 60)
    seat = make.seat(session, learner)
    Booking.objects.filter(pk=seat.pk).update(state=BookingState.CONFIRMED)
    path = f"/api/bookings/{seat.pk}/"
    assert client.get(path).json()["refund"] == 45_000
    shown = client.get(f"{path}refund/").json()["refund"]
    with travel(session.starts_at - timedelta(hours=3)):
        late = post(client, f"{path}cancel/", {"refund": shown})
        assert (late.status_code, late.json()["code"]) == (409, "refund_changed")
        again = client.get(f"{path}refund").json()["refund"]
        assert again == 22_500
        done = post(client, f"{path}cancel", {"refund": again}, idempotency_key="one")
        assert done.json()["state"] == "cancelled_learner"
        repeated = post(client, f"{path}cancel", {"refund": again}, idempotency_key="one")
    assert repeated.headers["Idempotent-Replayed"] == "true"
    assert repeated.json() == done.json()


def test_a_seat_goes_to_another_time(client, learner):
    mentor = make.mentor()
    seat = make.seat(make.session(by=mentor, price=0, starts_in=WEEK), learner)
    new = make.session(by=mentor, price=0, starts_in=2 * WEEK)
    path = f"/api/bookings/{seat.pk}/reschedule/"
    assert post(client, path, {}).status_code == 400
    stale = {"session": new.pk, "starts_at": iso_utc(new.starts_at + timedelta(hours=1))}
    moved = post(client, path, stale)
    assert (moved.status_code, moved.json()["code"]) == (409, "moved")
    refused = post(client, path, {"starts_at": iso_utc(new.starts_at)})
    assert (refused.status_code, refused.json()["code"]) == (409, "other_offer")
    seen = {"session": new.pk, "starts_at": iso_utc(new.starts_at)}
    body = post(client, path, seen).json()
    assert (body["session"]["id"], body["moves"]) == (new.pk, 1)


def test_somebody_elses_booking_is_nobodys(client, learner):
    seat = make.seat(make.session(price=0))
    path = f"/api/bookings/{seat.pk}/"
    assert client.get(path).status_code == 404
    assert client.get(f"{path}refund/").status_code == 404
    assert post(client, f"{path}cancel/", {"refund": 0}).status_code == 404
    assert post(client, f"{path}reschedule/", {"session": 1}).status_code == 404
    seat.refresh_from_db()
    assert seat.state == BookingState.CONFIRMED


def test_waiting_over_json_tells_the_place(client, learner):
    session = make.session(price=0, capacity=1, starts_in=WEEK)
    path = f"/api/sessions/{session.pk}/waitlist/"
    assert post(client, path).json()["code"] == "not_full"
    make.seat(session)
    for _ in range(2):
        answer = post(client, path)
        assert (answer.status_code, answer.json()["place"]) == (201, 1)
    assert client.delete(path).status_code == 204
    assert WaitlistEntry.objects.get().state == WaitState.LEFT
