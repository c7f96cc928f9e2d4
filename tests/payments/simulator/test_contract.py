"""The simulator keeps Razorpay's contract, seen through Razorpay's own SDK."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import razorpay
import requests

from payments.signatures import is_signed
from payments.simulator import server
from payments.simulator.faults import Fault
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


def test_the_log_is_no_way_to_the_keys(client, simulator, order):
    log = requests.get(f"{simulator.url}/sim/log", timeout=5).text
    assert "/v1/orders" in log
    assert "Authorization" not in log


def test_an_outcome_nobody_knows_is_refused_and_pays_nothing(client, simulator, order):
    assert pay(simulator, order, "nonsense")["error"]["field"] == "outcome"
    assert client.order.payments(order["id"])["count"] == 0


def test_of_two_authorised_payments_only_one_is_captured(client, simulator, order):
    first, second = (pay(simulator, order, "authorized") for _ in range(2))
    client.payment.capture(first["razorpay_payment_id"], 45_000, {"currency": "INR"})
    with pytest.raises(razorpay.errors.BadRequestError, match="already paid"):
        client.payment.capture(second["razorpay_payment_id"], 45_000, {"currency": "INR"})


def test_the_payment_page_shows_the_amount_the_indian_way(client, simulator):
    order = client.order.create({"amount": 12_000_050, "currency": "INR"})
    page = requests.get(f"{simulator.url}/sim/checkout?order_id={order['id']}", timeout=5)
    assert "₹1,20,000.50" in page.text


@pytest.mark.parametrize(("mode", "statuses"), [("dup", 2), ("drop", 0), ("bad_sig", 1)])
def test_webhook_faults_strike_their_own_event_only(mode, statuses):
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((body, self.headers["X-Razorpay-Signature"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            """Stay silent."""

    ear = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=ear.serve_forever, daemon=True).start()
    running = server.start(
        key_id=KEY_ID,
        key_secret=KEY_SECRET,
        webhook_secret="x",
        webhook_url=f"http://127.0.0.1:{ear.server_address[1]}/",
    )
    running.world.faults.add(Fault("webhook:payment.failed", mode))
    running.world.webhooks.tell("payment.failed", payment={"id": "pay_1"})
    running.world.webhooks.tell("order.paid", order={"id": "order_1"})
    assert running.world.webhooks.idle()
    running.stop()
    ear.shutdown()
    ear.server_close()
    struck = [pair for pair in heard if b"pay_1" in pair[0]]
    spared = [pair for pair in heard if b"order_1" in pair[0]]
    assert len(struck) == statuses
    assert [is_signed(body, sign, ["x"]) for body, sign in spared] == [True]
    assert all(is_signed(body, sign, ["x"]) == (mode != "bad_sig") for body, sign in struck)
