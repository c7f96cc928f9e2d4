"""Every fault does what it says, and the clock, the seed, the log and the guards hold."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from payments.gateway import Rejected, get_gateway
from payments.signatures import is_signed
from payments.simulator import server
from tests.payments.simulator_fixture import KEY_ID, KEY_SECRET

NEW, OLD = "the secret of now", "the secret before"


@pytest.fixture
def ear():
    """A server that hears webhooks; `heard` is a list of (body, headers), `answer` what it says."""

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hears.heard.append((body, dict(self.headers)))
            self.send_response(hears.answer)
            self.end_headers()

        def log_message(self, *args):
            """Stay silent."""

    hears = HTTPServer(("127.0.0.1", 0), Ear)
    hears.heard, hears.answer = [], 200
    threading.Thread(target=hears.serve_forever, daemon=True).start()
    yield hears
    hears.shutdown()
    hears.server_close()


@pytest.fixture
def telling(ear):
    """A simulator that tells the ear; a day of its ladder passes in a moment."""
    running = server.start(
        key_id=KEY_ID,
        key_secret=KEY_SECRET,
        webhook_secret=NEW,
        old_secret=OLD,
        webhook_url=f"http://127.0.0.1:{ear.server_address[1]}/",
        scale=1e-6,
    )
    yield running
    running.stop()


def act(running, name, **body):
    return requests.post(f"{running.url}/sim/{name}", json=body, timeout=10).json()


def told(telling, ear, mode, **more):
    act(telling, "faults", op="webhook:payment.failed", mode=mode, **more)
    telling.world.webhooks.tell("payment.failed", payment={"id": "pay_1"})
    assert telling.world.webhooks.idle(30)
    return ear.heard


def test_an_event_may_be_signed_with_the_secret_before(telling, ear):
    ((body, headers),) = told(telling, ear, "old_secret")
    assert is_signed(body, headers["X-Razorpay-Signature"], [OLD])
    assert not is_signed(body, headers["X-Razorpay-Signature"], [NEW])


@pytest.mark.parametrize(
    ("mode", "field", "value"),
    [
        ("wrong_account", "account_id", "acc_SomebodyElse00"),
        ("unknown_event", "event", "payment.failed.of_the_future"),
    ],
)
def test_an_event_may_be_for_somebody_else_or_of_a_new_kind(telling, ear, mode, field, value):
    ((body, _),) = told(telling, ear, mode)
    assert json.loads(body)[field] == value


def test_an_event_may_be_cut_in_half_and_signed_all_the_same(telling, ear):
    ((body, headers),) = told(telling, ear, "truncated")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(body)
    assert is_signed(body, headers["X-Razorpay-Signature"], [NEW])


def test_a_burst_is_500_events_with_500_ids(telling, ear):
    heard = told(telling, ear, "burst")
    assert len({headers["X-Razorpay-Event-Id"] for _, headers in heard}) == 500


def test_a_delayed_event_comes_after_later_ones(telling, ear):
    act(telling, "faults", op="webhook:payment.failed", mode="delay", delay=0.5)
    for number in range(2):
        telling.world.webhooks.tell("payment.failed", payment={"id": f"pay_{number}"})
    assert telling.world.webhooks.idle()
    assert [b"pay_1" in body for body, _ in ear.heard] == [True, False]


def test_after_a_day_of_refusals_the_webhook_is_switched_off_until_somebody_switches_it_on(
    telling, ear
):
    ear.answer = 500
    telling.world.webhooks.tell("payment.failed", payment={"id": "pay_1"})
    assert telling.world.webhooks.idle(30)
    assert len(ear.heard) == 12
    assert len({headers["X-Razorpay-Event-Id"] for _, headers in ear.heard}) == 1
    standing = requests.get(f"{telling.url}/sim/webhooks", timeout=5).json()
    assert (standing["on"], standing["webhooks"][0]["state"]) == (False, "given_up")
    telling.world.webhooks.tell("payment.failed", payment={"id": "pay_2"})
    ear.answer = 200
    act(telling, "webhooks", act="on")
    act(telling, "webhooks", act="resend", number=standing["webhooks"][0]["number"])
    assert telling.world.webhooks.idle()
    assert (len(ear.heard), b"pay_1" in ear.heard[-1][0]) == (13, True)


def test_events_can_be_held_back_turned_around_and_let_go(telling, ear):
    act(telling, "webhooks", act="pause")
    for number in range(3):
        telling.world.webhooks.tell("payment.failed", payment={"id": f"pay_{number}"})
    time.sleep(0.2)
    assert ear.heard == []
    act(telling, "webhooks", act="reverse")
    act(telling, "webhooks", act="resume")
    assert telling.world.webhooks.idle()
    assert [json.loads(body)["payload"]["payment"]["entity"]["id"] for body, _ in ear.heard] == [
        "pay_2",
        "pay_1",
        "pay_0",
    ]


@pytest.fixture
def order(simulator):
    return get_gateway().create_order(receipt="r-1", amount=45_000, currency="INR")


def paid(order):
    return get_gateway().order_payments(order["id"])


def test_checkout_fails_with_the_reason_asked_for(simulator, order):
    simulator.fault("checkout", "pay_fail", reason="insufficient_funds")
    answer = simulator.act("pay", order_id=order["id"])
    assert answer["error"]["reason"] == "insufficient_funds"


@pytest.mark.parametrize(
    ("card", "reason"),
    [("4100280000060003", "payment_failed"), ("4100280000080001", "insufficient_funds")],
)
def test_a_card_that_is_declined_says_why(simulator, order, card, reason):
    assert simulator.act("pay", order_id=order["id"], card=card)["error"]["reason"] == reason
    assert (
        "card"
        in simulator.act("pay", order_id=order["id"], card="4111111111111111")["error"]["field"]
    )
    simulator.act("pay", order_id=order["id"], card="5500 6700 0000 1002")
    done = next(entity for entity in paid(order) if entity["captured"])
    assert done["card"] == {"entity": "card", "network": "MasterCard", "last4": "1002"}


def test_a_failed_payment_may_come_through_days_later(simulator, order):
    simulator.fault("checkout", "pay_pending_then_late_auth", delay=3 * 86_400)
    assert "error" in simulator.act("pay", order_id=order["id"])
    assert paid(order)[0]["status"] == "failed"
    simulator.act("clock", advance=3 * 86_400 + 1)
    assert paid(order)[0]["status"] == "authorized"


def test_an_authorised_payment_lapses_after_five_days_and_nothing_was_captured(simulator, order):
    simulator.fault("checkout", "authorize_only")
    simulator.act("pay", order_id=order["id"])
    simulator.act("clock", advance=5 * 86_400 + 1)
    (lapsed,) = paid(order)
    assert (lapsed["status"], lapsed["captured"], lapsed["fee"]) == ("refunded", False, None)


def test_two_payments_of_one_order_are_both_captured_and_a_wrong_sum_is_one_rupee_more(
    simulator, order
):
    simulator.fault("checkout", "double_payment_same_order")
    simulator.act("pay", order_id=order["id"])
    assert [entity["status"] for entity in paid(order)] == ["captured", "captured"]
    other = get_gateway().create_order(receipt="r-2", amount=45_000, currency="INR")
    simulator.fault("checkout", "amount_tamper")
    simulator.act("pay", order_id=other["id"])
    assert paid(other)[0]["amount"] == 45_100


def test_a_refund_may_stay_pending_or_fail_later_and_then_give_its_part_back(simulator, order):
    gateway = get_gateway()
    payment = simulator.act("pay", order_id=order["id"])["razorpay_payment_id"]
    simulator.fault("refund", "refund_pending_forever")
    waits = gateway.refund(payment, amount=10_000, key="rf-0000000001")
    simulator.fault("refund", "refund_fail", delay=60)
    fails = gateway.refund(payment, amount=20_000, key="rf-0000000002")
    assert gateway.payment(payment)["amount_refunded"] == 30_000
    simulator.act("clock", advance=90)
    assert gateway.refund_by_id(waits["id"])["status"] == "pending"
    assert gateway.refund_by_id(fails["id"])["status"] == "failed"
    assert gateway.payment(payment)["amount_refunded"] == 10_000
    simulator.act("refunds", id=waits["id"], status="processed")
    assert gateway.refund_by_id(waits["id"])["status"] == "processed"


def test_a_sticky_fault_lasts_until_it_is_cleared(simulator, order):
    simulator.fault("GET /v1/orders*", "401", n=-1)
    for _ in range(3):
        with pytest.raises(Exception, match="401"):
            get_gateway().order_payments(order["id"])
    simulator.act("faults", clear=True)
    assert paid(order) == []


def test_a_fault_nobody_knows_is_refused(simulator):
    assert "error" in simulator.act("faults", op="refund", mode="drop")


def test_the_same_seed_draws_the_same_ids(simulator):
    drawn = []
    for _ in range(2):
        simulator.act("reset", seed=7)
        drawn.append(get_gateway().create_order(receipt="r", amount=100, currency="INR")["id"])
    assert drawn[0] == drawn[1]


def test_a_key_of_a_request_under_way_is_a_conflict(simulator, order):
    payment = simulator.act("pay", order_id=order["id"])["razorpay_payment_id"]
    url = f"{simulator.url}/v1/payments/{payment}/refund"
    simulator.fault(f"POST /v1/payments/{payment}/refund", "slow", delay=1)
    asked = {
        "json": {"amount": 100},
        "auth": (KEY_ID, KEY_SECRET),
        "headers": {"X-Refund-Idempotency": "key-0123456789"},
        "timeout": 5,
    }
    first = threading.Thread(target=requests.post, args=(url,), kwargs=asked)
    first.start()
    time.sleep(0.3)
    assert requests.post(url, **asked).status_code == 409
    first.join()
    assert requests.post(url, **asked).status_code == 200


def test_the_log_has_queries_headers_and_answers(simulator, order):
    with pytest.raises(Rejected):
        get_gateway().payment("pay_nobody")
    (entry,) = simulator.asked("GET", "/v1/payments/pay_nobody")
    assert entry["status"] == 400
    assert "Authorization" not in entry["headers"]
    assert entry["headers"]["User-Agent"].startswith("Razorpay-Python")


def test_it_listens_to_this_machine_only():
    keys = {"key_id": KEY_ID, "key_secret": KEY_SECRET, "webhook_secret": "x"}
    with pytest.raises(ValueError, match=r"0\.0\.0\.0"):
        server.start(host="0.0.0.0", **keys)


def test_a_dispute_can_be_opened_and_lost(simulator, order):
    payment = simulator.act("pay", order_id=order["id"])["razorpay_payment_id"]
    assert simulator.act("dispute", payment_id=payment)["status"] == "open"
    assert simulator.act("dispute", payment_id=payment, status="lost")["amount_deducted"] == 45_000


def test_its_page_lists_what_there_is(simulator, order):
    payment = simulator.act("pay", order_id=order["id"])["razorpay_payment_id"]
    page = requests.get(f"{simulator.url}/sim/", timeout=5).text
    assert payment in page
    assert "₹450" in page
