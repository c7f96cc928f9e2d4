"""Paying through the front door: what the browser brings back, and what liars bring."""

import json
from datetime import timedelta

import pytest

from learning.enums import BookingState
from payments.models import Order, Payment, WebhookEvent
from payments.services import webhooks
from payments.signatures import sign
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments.simulator_fixture import KEY_SECRET, WEBHOOK_SECRET

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def learner(client):
    user = make.person()
    client.force_login(user)
    return user


@pytest.fixture
def booked(client, learner, simulator):
    session = make.session(price=45_000, starts_in=240)
    return client.post(f"/api/sessions/{session.pk}/book/").json()


def order_of(booked):
    return Order.objects.get(pk=booked["order"]["id"])


def verify(client, proof):
    return client.post("/api/payments/verify/", proof, content_type="application/json")


def state_of(client, booked):
    page = client.get(booked["url"]).content.decode()
    return page.split('data-booking-state="')[1].split('"')[0]


def test_booking_answers_with_what_to_pay_and_until_when(booked):
    assert booked["state"] == "held"
    assert booked["hold_until"].endswith("Z")
    assert booked["order"]["amount"] == 45_000
    checkout = booked["checkout"]
    assert checkout["order_id"].startswith("order_")
    assert KEY_SECRET not in json.dumps(booked)


def test_a_verified_payment_confirms_the_booking_and_says_so_again_when_repeated(
    client, booked, simulator
):
    proof = simulator.pay(order_of(booked))
    for _ in range(2):
        answer = verify(client, proof)
        assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    assert state_of(client, booked) == BookingState.CONFIRMED
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "0" * 64, "ü" * 10, "A" * 64])
def test_a_forged_signature_is_refused_and_nothing_moves(client, booked, simulator, signature):
    proof = simulator.pay(order_of(booked)) | {"razorpay_signature": signature}
    answer = verify(client, proof)
    assert answer.status_code == 400
    assert state_of(client, booked) == BookingState.HELD


def test_a_proof_of_another_order_does_not_pay_this_one(client, booked, simulator):
    cheap = make.session(price=100, starts_in=240)
    other = client.post(f"/api/sessions/{cheap.pk}/book/").json()
    proof = simulator.pay(order_of(other))
    answer = verify(client, proof | {"razorpay_order_id": order_of(booked).gateway_order_id})
    assert answer.json()["code"] == "bad_signature"
    assert state_of(client, booked) == BookingState.HELD


def test_a_right_signature_over_somebody_elses_payment_is_refused(client, booked, simulator):
    cheap = make.session(price=100, starts_in=240)
    other = client.post(f"/api/sessions/{cheap.pk}/book/").json()
    paid = simulator.pay(order_of(other))["razorpay_payment_id"]
    order = order_of(booked).gateway_order_id
    forged = sign(KEY_SECRET, f"{order}|{paid}".encode())
    proof = {
        "razorpay_order_id": order,
        "razorpay_payment_id": paid,
        "razorpay_signature": forged,
    }
    assert verify(client, proof).json()["code"] == "payment_mismatch"
    assert state_of(client, booked) == BookingState.HELD


def test_nobody_verifies_somebody_elses_order(client, booked, simulator):
    proof = simulator.pay(order_of(booked))
    client.force_login(make.person())
    assert verify(client, proof).status_code == 404


def test_a_price_sent_by_the_client_is_ignored(client, learner, simulator):
    session = make.session(price=45_000)
    body = {"session": session.pk, "price": 100, "amount": 100}
    answer = client.post("/api/bookings/create", body, content_type="application/json")
    assert answer.json()["order"]["amount"] == 45_000
    again = {"order": answer.json()["order"]["id"], "amount": 100}
    reopened = client.post("/api/payments/create/", again, content_type="application/json")
    assert reopened.json()["checkout"]["amount"] == 45_000


def test_a_gateway_that_does_not_answer_leaves_the_seat_held(client, learner, simulator):
    simulator.fault("POST /v1/orders", "5xx_before", n=1)
    session = make.session(price=45_000)
    answer = client.post(f"/api/sessions/{session.pk}/book/")
    assert answer.status_code == 201
    assert answer.json()["checkout"] is None
    again = {"order": answer.json()["order"]["id"]}
    reopened = client.post("/api/payments/create/", again, content_type="application/json")
    assert reopened.json()["checkout"]["order_id"].startswith("order_")


def test_verifying_while_the_gateway_is_silent_is_processing_and_ends_well(
    client, booked, simulator
):
    proof = simulator.pay(order_of(booked))
    simulator.fault("GET /v1/payments/*", "5xx_before")
    first = verify(client, proof)
    assert (first.status_code, first.json()["state"]) == (202, "processing")
    assert verify(client, proof).json()["state"] == "confirmed"


def event(simulator, order, proof, kind="payment.captured"):
    payment = {"id": proof["razorpay_payment_id"], "order_id": order.gateway_order_id}
    return json.dumps({"event": kind, "payload": {"payment": {"entity": payment}}}).encode()


def post_webhook(client, body, signature, event_id="evt_1"):
    return client.post(
        "/api/payments/webhook/",
        body,
        content_type="application/json",
        headers={"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id},
    )


def test_a_webhook_alone_confirms_the_booking_even_if_the_browser_never_comes_back(
    client, booked, simulator
):
    order = order_of(booked)
    body = event(simulator, order, simulator.pay(order))
    assert post_webhook(client, body, sign(WEBHOOK_SECRET, body)).status_code == 200
    assert state_of(client, booked) == BookingState.CONFIRMED


def test_the_secret_before_a_rotation_is_still_believed(client, booked, simulator):
    order = order_of(booked)
    body = event(simulator, order, simulator.pay(order))
    assert post_webhook(client, body, sign("the-one-before", body)).status_code == 200


def test_a_forged_webhook_is_refused_and_does_not_reserve_the_real_events_id(
    client, booked, simulator
):
    order = order_of(booked)
    body = event(simulator, order, simulator.pay(order))
    assert post_webhook(client, body, "0" * 64).status_code == 400
    assert WebhookEvent.objects.count() == 0
    assert post_webhook(client, body, sign(WEBHOOK_SECRET, body)).status_code == 200
    assert state_of(client, booked) == BookingState.CONFIRMED


def test_a_webhook_that_lies_about_the_payment_is_checked_against_the_gateway(
    client, booked, simulator
):
    order = order_of(booked)
    proof = simulator.pay(order, "authorized")
    failed = simulator.pay(order, "failed")
    assert "error" in failed
    body = event(simulator, order, proof, kind="payment.failed")
    post_webhook(client, body, sign(WEBHOOK_SECRET, body))
    # The gateway says authorised, so it is captured: the event's own word does not count.
    assert state_of(client, booked) == BookingState.CONFIRMED


def test_a_webhook_during_an_outage_is_parked_and_swept(client, booked, simulator):
    order = order_of(booked)
    body = event(simulator, order, simulator.pay(order))
    simulator.fault("GET /v1/payments/*", "5xx_before")
    assert post_webhook(client, body, sign(WEBHOOK_SECRET, body)).status_code == 200
    assert state_of(client, booked) == BookingState.HELD
    with travel(now() + timedelta(minutes=1)):
        assert webhooks.sweep() == 1
    assert state_of(client, booked) == BookingState.CONFIRMED


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{}", b"not json", b'{"event": "x"}'])
def test_a_signed_webhook_of_any_shape_is_never_a_server_error(client, simulator, body):
    answer = post_webhook(client, body, sign(WEBHOOK_SECRET, body))
    assert answer.status_code in (200, 400)


def test_a_webhook_of_half_a_megabyte_is_too_large(client, simulator):
    assert post_webhook(client, b"x" * 500_000, "0" * 64).status_code == 413


def test_the_history_shows_ones_own_orders_only(client, booked):
    mine = client.get("/api/payments/history/").json()["results"]
    assert [row["id"] for row in mine] == [booked["order"]["id"]]
    client.force_login(make.person())
    assert client.get("/api/payments/history/").json()["results"] == []
