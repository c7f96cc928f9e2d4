"""The simulator keeps Razorpay's contract, seen through Razorpay's own SDK."""

import time

import pytest
import razorpay
import requests

from payments.simulator import server
from tests.payments.simulator_fixture import KEY_ID, KEY_SECRET

RECEIPT = "pl-0001"


@pytest.fixture
def client(simulator):
    return razorpay.Client(auth=(KEY_ID, KEY_SECRET), base_url=simulator.url)


@pytest.fixture
def order(client):
    return client.order.create({"amount": 45_000, "currency": "INR", "receipt": RECEIPT})


def pay(simulator, order, outcome="captured"):
    body = {"order_id": order["id"], "outcome": outcome}
    return requests.post(f"{simulator.url}/sim/pay", json=body, timeout=5).json()


def test_an_order_looks_like_razorpays(order):
    assert order["id"].startswith("order_")
    assert len(order["id"]) == len("order_") + 14
    assert order["status"] == "created"
    assert order["notes"] == []
    assert (order["amount_due"], order["amount_paid"]) == (45_000, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 99},
        {"amount": 10.5},
        {"amount": "450"},
        {"amount": True},
        {"currency": "USD"},
        {"receipt": "x" * 41},
        {"notes": {str(n): "x" for n in range(16)}},
        {"surprise": 1},
    ],
)
def test_an_order_against_the_limits_is_refused(client, change):
    with pytest.raises(razorpay.errors.BadRequestError):
        client.order.create({"amount": 45_000, "currency": "INR", "receipt": RECEIPT} | change)


def test_wrong_keys_are_401(simulator):
    answer = requests.get(f"{simulator.url}/v1/orders", auth=("rzp_test_x", "y"), timeout=5)
    assert answer.status_code == 401


def test_fee_and_tax_are_unknown_until_capture(client, simulator, order):
    payment = client.payment.fetch(pay(simulator, order, "authorized")["razorpay_payment_id"])
    assert (payment["status"], payment["fee"], payment["tax"]) == ("authorized", None, None)
    captured = client.payment.capture(payment["id"], 45_000, {"currency": "INR"})
    assert captured["status"] == "captured"
    assert captured["fee"] == 900 + 162
    assert captured["tax"] == 162


def test_capture_takes_exactly_the_authorised_amount_once(client, simulator, order):
    paid = pay(simulator, order, "authorized")["razorpay_payment_id"]
    with pytest.raises(razorpay.errors.BadRequestError):
        client.payment.capture(paid, 44_999, {"currency": "INR"})
    client.payment.capture(paid, 45_000, {"currency": "INR"})
    with pytest.raises(razorpay.errors.BadRequestError):
        client.payment.capture(paid, 45_000, {"currency": "INR"})


def test_the_signature_is_what_the_sdk_expects(client, simulator, order):
    assert client.utility.verify_payment_signature(pay(simulator, order))


def test_a_paid_order_takes_no_second_payment(client, simulator, order):
    pay(simulator, order)
    assert "error" in pay(simulator, order)
    assert client.order.fetch(order["id"])["status"] == "paid"


def test_a_failed_try_leaves_the_order_payable(client, simulator, order):
    assert pay(simulator, order, "failed")["error"]["reason"] == "payment_failed"
    assert client.order.fetch(order["id"])["status"] == "attempted"
    pay(simulator, order)
    states = [p["status"] for p in client.order.payments(order["id"])["items"]]
    assert sorted(states) == ["captured", "failed"]


def refund(client, paid, amount, key):
    return client.post(
        f"/v1/payments/{paid}/refund", {"amount": amount}, headers={"X-Refund-Idempotency": key}
    )


def test_refunds_never_exceed_what_was_captured(client, simulator, order):
    paid = pay(simulator, order)["razorpay_payment_id"]
    refund(client, paid, 40_000, "key-number-one")
    with pytest.raises(razorpay.errors.BadRequestError):
        refund(client, paid, 5_001, "key-number-two")
    refund(client, paid, 5_000, "key-number-three")
    assert client.payment.fetch(paid)["status"] == "refunded"


def test_one_key_refunds_once_and_refuses_another_body(client, simulator, order):
    paid = pay(simulator, order)["razorpay_payment_id"]
    first = refund(client, paid, 10_000, "key-number-one")
    assert refund(client, paid, 10_000, "key-number-one") == first
    with pytest.raises(razorpay.errors.BadRequestError):
        refund(client, paid, 9_999, "key-number-one")
    assert client.payment.fetch(paid)["amount_refunded"] == 10_000


def test_an_answer_lost_after_commit_was_committed(client, simulator, order):
    paid = pay(simulator, order)["razorpay_payment_id"]
    simulator.fault("POST /v1/payments/*", "lost_after_commit")
    with pytest.raises(requests.ConnectionError):
        refund(client, paid, 10_000, "key-number-one")
    assert refund(client, paid, 10_000, "key-number-one")["amount"] == 10_000
    assert client.payment.fetch(paid)["amount_refunded"] == 10_000


def test_live_keys_are_refused():
    with pytest.raises(ValueError, match="live"):
        server.start(key_id="rzp_live_x", key_secret="x", webhook_secret="x")


def test_orders_survive_a_restart(tmp_path):
    keys = {"key_id": KEY_ID, "key_secret": KEY_SECRET, "webhook_secret": "x"}
    first = server.start(path=tmp_path / "sim.sqlite3", **keys)
    client = razorpay.Client(auth=(KEY_ID, KEY_SECRET), base_url=first.url)
    order = client.order.create({"amount": 100, "currency": "INR"})
    first.stop()
    second = server.start(path=tmp_path / "sim.sqlite3", **keys)
    client = razorpay.Client(auth=(KEY_ID, KEY_SECRET), base_url=second.url)
    assert client.order.fetch(order["id"]) == order
    second.stop()


def test_a_webhook_not_taken_is_sent_again_with_the_same_id():
    running = server.start(
        key_id=KEY_ID,
        key_secret=KEY_SECRET,
        webhook_secret="x",
        webhook_url="http://127.0.0.1:9/nobody",
    )
    running.world.webhooks.tell("payment.failed", payment={"id": "pay_1"})
    deadline = time.monotonic() + 5
    while len(running.world.webhooks.sent) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    first, second = running.world.webhooks.sent[:2]
    running.stop()
    assert first["id"] == second["id"]
    assert first["status"] == 0
