"""What liars, broken programs and other shops send to the door of payments, over HTTP."""

import json

import pytest

from payments.models import LedgerTransaction, Order, Payment, Refund, WebhookEvent
from payments.services import orders
from payments.signatures import sign
from tests import factories as make
from tests.payments.simulator_fixture import KEY_SECRET, WEBHOOK_SECRET

pytestmark = pytest.mark.django_db(transaction=True)

WEBHOOK, VERIFY = "/api/payments/webhook/", "/api/payments/verify/"


@pytest.fixture
def order(simulator):
    """Somebody's open order that the gateway knows."""
    booking = make.seat(make.session(price=45_000, starts_in=600))
    return orders.register(order_id=booking.order_id)


def post(client, body, signature=None, event_id="evt_1"):
    headers = {"X-Razorpay-Event-Id": event_id}
    headers |= {} if signature is None else {"X-Razorpay-Signature": signature}
    return client.post(WEBHOOK, body, content_type="application/json", headers=headers)


def signed(client, event, **more):
    body = json.dumps(event).encode()
    return post(client, body, sign(WEBHOOK_SECRET, body), **more)


def about(order, **payment):
    told = {"id": "pay_AAAAAAAAAAAAAA", "order_id": order.gateway_order_id, "amount": 45_000}
    entity = told | {"currency": "INR", "status": "captured", "captured": True} | payment
    return {"event": "payment.captured", "payload": {"payment": {"entity": entity}}}


def nothing_happened(order):
    order.refresh_from_db()
    assert order.paid_at is None
    assert not Payment.objects.exists()
    assert not Refund.objects.exists()
    assert not LedgerTransaction.objects.exists()


@pytest.mark.parametrize(
    "signature",
    [None, "", "0" * 64, "A" * 64, "ünïcödé", "\udcff", "sha256=x", "0" * 5000, "' OR 1=1 --"],
)
def test_without_our_secret_nothing_is_stored(client, order, signature):
    body = json.dumps(about(order)).encode()
    header = (
        None if signature is None else signature.encode("utf-8", "surrogatepass").decode("latin1")
    )
    assert post(client, body, header).status_code == 400
    assert not WebhookEvent.objects.exists()
    nothing_happened(order)


def test_a_body_written_anew_has_lost_its_signature(client, order):
    event = about(order)
    mark = sign(WEBHOOK_SECRET, json.dumps(event, separators=(",", ":")).encode())
    assert post(client, json.dumps(event).encode(), mark).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_the_key_secret_signs_no_webhook(client, order):
    body = json.dumps(about(order)).encode()
    assert post(client, body, sign(KEY_SECRET, body)).status_code == 400


@pytest.mark.parametrize("size", [300_000, 1_000_000, 3_000_000])
def test_a_huge_body_is_refused_unread_even_if_it_is_signed(client, order, size):
    body = json.dumps(about(order, description="x" * size)).encode()
    assert post(client, body, sign(WEBHOOK_SECRET, body)).status_code == 413
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("amount", [450.0, "45000", -45_000, None, True, 10**30, [], "NaN"])
def test_an_amount_of_any_kind_counts_for_nothing(client, order, amount):
    assert signed(client, about(order, amount=amount)).status_code == 200
    nothing_happened(order)


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": ""},
        {"id": 5},
        {"id": {"a": 1}},
        {"id": "x" * 5000},
        {"id": "../orders"},
        {"order_id": None},
        {"order_id": ["order"]},
        {"order_id": "ORDER_" + "x" * 50},
        {"status": "eaten"},
        {"currency": 7},
    ],
)
def test_an_odd_field_breaks_nothing(client, order, change):
    assert signed(client, about(order, **change)).status_code == 200
    nothing_happened(order)


@pytest.mark.parametrize(
    "kind",
    ["payment.captured", "order.paid", "refund.processed", "payment.dispute.lost",
     "payout.processed", "settlement.processed", "invoice.paid", "x" * 500, "", 5, None, ["a"]],
)  # fmt: skip
@pytest.mark.parametrize(
    "payload", [None, [], {}, "x", {"payment": None}, {"payment": {"entity": []}}]
)
def test_an_event_of_any_kind_with_any_payload_is_taken_or_refused(client, order, kind, payload):
    answer = signed(client, {"event": kind, "payload": payload})
    assert answer.status_code in (200, 400)
    nothing_happened(order)


def test_a_payment_of_somebody_elses_order_settles_that_one_alone(client, order, simulator):
    other = make.seat(make.session(price=45_000, starts_in=900))
    theirs = orders.register(order_id=other.order_id)
    paid = simulator.pay(theirs)["razorpay_payment_id"]
    assert signed(client, about(order, id=paid)).status_code == 200
    order.refresh_from_db()
    assert order.paid_at is None
    assert {payment.order_id for payment in Payment.objects.all()} <= {theirs.pk}


def test_news_of_an_account_that_is_not_ours_settles_nothing_of_ours(client, order):
    event = about(order, order_id="order_BBBBBBBBBBBBBB") | {"account_id": "acc_SomebodyElse00"}
    assert signed(client, event).status_code == 200
    nothing_happened(order)


@pytest.mark.parametrize("field", ["order", "payment", "signature"])
@pytest.mark.parametrize("value", [None, 5, 4.5, True, [], {}, "", "ü" * 64, "x" * 100_000, "\0"])
def test_a_proof_of_any_shape_is_refused_and_pays_nothing(client, order, simulator, field, value):
    client.force_login(order.payer)
    names = {"order": "order_id", "payment": "payment_id", "signature": "signature"}
    proof = simulator.pay(order, "authorized") | {f"razorpay_{names[field]}": value}
    answer = client.post(VERIFY, json.dumps(proof), content_type="application/json")
    assert answer.status_code in (400, 404)
    nothing_happened(order)


def test_no_answer_and_no_event_holds_a_secret(client, order, simulator):
    client.force_login(order.payer)
    proof = simulator.pay(order)
    answers = [
        client.post(VERIFY, json.dumps(proof), content_type="application/json"),
        client.get("/api/payments/history/"),
        signed(client, about(order, id=proof["razorpay_payment_id"])),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert KEY_SECRET not in answer.content.decode()
        assert WEBHOOK_SECRET not in answer.content.decode()
    assert Order.objects.get(pk=order.pk).paid_at
