"""Gifts in a room: who may, what everybody sees, and that they see it once."""

import json

import pytest
from asgiref.sync import sync_to_async

from learning.enums import BookingState, SessionState
from learning.models import Booking, Session
from live.models import ChatMessage
from live.services import rooms
from payments.enums import GiftState
from payments.gateway import get_gateway
from payments.models import Gift, Order, WebhookEvent
from payments.services import settlement, webhooks
from payments.signatures import sign
from tests import factories
from tests.live.conftest import db
from tests.payments.simulator_fixture import WEBHOOK_SECRET

pytestmark = pytest.mark.usefixtures("simulator")


@pytest.fixture
def running(a_room):
    """A class that runs, with its room open."""
    session, mentor, learner = a_room
    rooms.room_of(session)
    rooms.start(session_id=session.pk, actor=mentor)
    session.refresh_from_db()
    return session, mentor, learner


def create(client, session, amount=10_000, **more):
    body = {"session": session.pk, "amount": amount} | more
    return client.post("/api/gift/create/", body, content_type="application/json")


def verify(client, proof):
    return client.post("/api/gift/verify/", proof, content_type="application/json")


def refused(answer):
    return answer.status_code, answer.json()["code"]


def test_a_gift_is_created_paid_and_verified_and_says_the_same_again(running, web, simulator):
    session, _, learner = running
    client = web(learner)
    answer = create(client, session, message="Great!")
    assert answer.status_code == 201
    body = answer.json()
    assert body["checkout"]["amount"] == 10_000
    assert body["checkout"]["verify_url"] == "/api/gift/verify/"
    proof = simulator.pay(Order.objects.get(pk=body["order"]))
    for _ in range(3):
        answer = verify(client, proof)
        assert answer.status_code == 200
        assert answer.json() == {
            "gift": body["gift"], "order": body["order"], "state": "confirmed", "late": False,
        }  # fmt: skip
    line = ChatMessage.objects.get()
    assert (line.text, line.gift_amount, line.sender) == ("Great!", 10_000, learner)


def test_two_clicks_are_one_order(running, web):
    session, _, learner = running
    client = web(learner)
    assert create(client, session).json()["order"] == create(client, session).json()["order"]


@pytest.mark.parametrize(
    "amount", ["10000", 10000.0, 10000.5, -10000, 0, 7000, True, None, [10000], 10**30]
)
def test_other_amounts_are_refused(running, web, amount):
    session, _, learner = running
    answer = create(web(learner), session, amount)
    assert answer.status_code == 400
    assert not Order.objects.exists()


@pytest.mark.parametrize("message", ["x" * 141, {"a": 1}, [1], True])
def test_other_messages_are_refused(running, web, message):
    session, _, learner = running
    body = json.dumps({"session": session.pk, "amount": 10_000, "message": message})
    answer = web(learner).post("/api/gift/create/", body, content_type="application/json")
    assert answer.status_code == 400


def test_only_learners_with_a_seat_may_give(running, web):
    session, mentor, _ = running
    assert refused(create(web(mentor), session)) == (403, "own_gift")
    stranger = factories.person()
    assert refused(create(web(stranger), session)) == (403, "not_in_this_room")
    session.pk = 999_999
    assert refused(create(web(stranger), session)) == (404, "no_session")


def test_a_gift_waits_for_the_start_and_ends_with_the_session(a_room, web):
    session, mentor, learner = a_room
    client = web(learner)
    assert refused(create(client, session)) == (409, "not_live")
    rooms.room_of(session)
    rooms.start(session_id=session.pk, actor=mentor)
    assert create(client, session).status_code == 201
    Session.objects.update(state=SessionState.COMPLETED)
    assert refused(create(client, session)) == (409, "not_live")
    Booking.objects.update(state=BookingState.COMPLETED)
    assert refused(create(client, session)) == (409, "not_live")


def test_somebody_elses_gift_cannot_be_verified(running, web, simulator):
    session, _, learner = running
    order = Order.objects.get(pk=create(web(learner), session).json()["order"])
    proof = simulator.pay(order)
    assert refused(verify(web(factories.person()), proof)) == (404, "no_gift")
    assert Gift.objects.get().state == GiftState.CREATED


def test_the_proof_of_a_gift_pays_no_other_gift(running, web, simulator):
    session, _, learner = running
    client = web(learner)
    first, second = (
        Order.objects.get(pk=create(client, session, amount).json()["order"])
        for amount in (5_000, 20_000)
    )
    proof = simulator.pay(first)
    replay = proof | {"razorpay_order_id": second.gateway_order_id}
    assert refused(verify(client, replay)) == (400, "bad_signature")
    assert Gift.objects.get(order=second).state == GiftState.CREATED


def test_money_that_comes_after_the_end_is_credited_and_shown_to_nobody(running, web, simulator):
    session, mentor, learner = running
    client = web(learner)
    order = Order.objects.get(pk=create(client, session).json()["order"])
    proof = simulator.pay(order)
    rooms.close_room(session_id=session.pk)
    answer = verify(client, proof).json()
    assert (answer["state"], answer["late"]) == ("confirmed", True)
    assert not ChatMessage.objects.exists()
    assert mentor.notices.filter(kind="gift_late").count() == 1
    assert Gift.objects.get().state == GiftState.CREDITED


def test_when_the_gateway_is_silent_nothing_is_lost(running, web, simulator):
    session, _, learner = running
    client = web(learner)
    simulator.fault("POST /v1/orders", "5xx_before")
    assert refused(create(client, session)) == (503, "payment_unavailable")
    assert create(client, session).status_code == 201
    assert Gift.objects.count() == 1


def tell_by_webhook(order, proof):
    entity = get_gateway().payment(proof["razorpay_payment_id"])
    told = {"event": "payment.captured", "payload": {"payment": {"entity": entity}}}
    body = json.dumps(told).encode()
    event = webhooks.receive(
        body=body, signature=sign(WEBHOOK_SECRET, body), event_id=f"evt-{entity['id']}"
    )
    webhooks.process(event_pk=event.pk)


async def a_paid_order(running, web, simulator, **more):
    session, _, learner = running
    client = await sync_to_async(web)(learner)
    answer = await db(create)(client, session, **more)
    order = await db(Order.objects.get)(pk=answer.json()["order"])
    return client, order, await db(simulator.pay)(order)


async def test_the_room_sees_a_gift_once_though_all_the_world_tells_of_it(
    running, enter, web, simulator
):
    session, mentor, learner = running
    there, giver = await enter(session, mentor), await enter(session, learner)
    client, order, proof = await a_paid_order(running, web, simulator, message="Thanks!")
    await there.silent("gift")  # a click is not a gift
    await db(tell_by_webhook)(order, proof)
    for _ in range(2):
        await db(verify)(client, proof)
    await db(settlement.sync_order)(order_id=order.pk)
    shown = await there.hear("gift")
    assert (shown["from"], shown["amount"], shown["text"]) == ("Lena Learner", 10_000, "₹100")
    assert (shown["message"], shown["mine"]) == ("Thanks!", False)
    assert (await giver.hear("gift"))["mine"]
    await there.silent("gift")
    lines = [frame for frame in there.heard if frame["t"] == "chat"]
    assert [(line["text"], line["gift"]) for line in lines] == [("Thanks!", "₹100")]


async def test_a_gift_is_there_after_a_reload_and_a_spoofed_one_is_a_plain_line(
    running, enter, web, simulator
):
    session, mentor, learner = running
    giver = await enter(session, learner)
    client, _, proof = await a_paid_order(running, web, simulator)
    await db(verify)(client, proof)
    await giver.say("chat", id="gift", text="Gave ₹200", gift="₹200", gift_amount=20_000)
    await giver.hear("ack")
    there = await enter(session, mentor)
    await there.say("since", seq=0)
    first, second = (await there.hear("chat-log"))["messages"]
    assert (first["gift"], first["text"]) == ("₹100", "")
    assert "gift" not in second


async def test_a_browser_that_closed_after_paying_still_gives(running, enter, web, simulator):
    session, mentor, _ = running
    there = await enter(session, mentor)
    _, order, proof = await a_paid_order(running, web, simulator)
    await db(tell_by_webhook)(order, proof)
    assert (await there.hear("gift"))["text"] == "₹100"
    assert await db(WebhookEvent.objects.filter(outcome="applied").count)() == 1
