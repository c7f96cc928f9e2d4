"""One contract, held by the simulator always, and by Razorpay itself where test keys are at hand.

Set RAZORPAY_TEST_KEY (rzp_test_...) and RAZORPAY_TEST_SECRET to run it against api.razorpay.com.
It opens a few orders there and nothing else.
"""

import os
import secrets

import pytest
import requests

from payments.gateway import Denied, Gateway, Rejected
from payments.signatures import payment_message, sign
from tests.payments.simulator.shapes import unlike
from tests.payments.simulator_fixture import KEY_ID, KEY_SECRET

REAL = "https://api.razorpay.com"
TEST_KEY = os.environ.get("RAZORPAY_TEST_KEY", "")
TEST_SECRET = os.environ.get("RAZORPAY_TEST_SECRET", "")


class There:
    """A gateway and how to ask it without the SDK."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        self.url, self.auth = url, (key, secret)
        self.gateway = Gateway(key, secret, url)

    def ask(self, method: str, path: str, body=None, **more) -> requests.Response:
        return requests.request(
            method, f"{self.url}{path}", json=body, timeout=20, **{"auth": self.auth} | more
        )


@pytest.fixture(params=["simulator", "razorpay"])
def there(request):
    """Each of the two in turn."""
    if request.param == "simulator":
        return There(request.getfixturevalue("simulator").url, KEY_ID, KEY_SECRET)
    if not TEST_KEY:
        pytest.skip("NOT RUN against Razorpay: RAZORPAY_TEST_KEY is not set")
    assert TEST_KEY.startswith("rzp_test_"), "contract tests never use a live key"
    return There(REAL, TEST_KEY, TEST_SECRET)


@pytest.fixture
def receipt():
    return f"pl-{secrets.token_hex(10)}"


@pytest.fixture
def order(there, receipt):
    return there.gateway.create_order(receipt=receipt, amount=45_000, currency="INR")


def test_an_order_has_the_golden_shape(order, receipt):
    assert unlike(order, "order") == []
    assert order["id"].startswith("order_")
    assert len(order["id"]) == len("order_") + 14
    assert (order["status"], order["receipt"], order["notes"]) == ("created", receipt, [])
    assert (order["amount"], order["amount_due"], order["amount_paid"]) == (45_000, 45_000, 0)


def test_an_order_is_fetched_as_it_was_made_and_found_by_its_receipt(there, order, receipt):
    assert there.ask("GET", f"/v1/orders/{order['id']}").json()["id"] == order["id"]
    assert [found["id"] for found in there.gateway.orders_with_receipt(receipt)] == [order["id"]]
    assert there.gateway.order_payments(order["id"]) == []


def test_only_the_notes_of_an_order_can_be_changed(there, order):
    path = f"/v1/orders/{order['id']}"
    assert there.ask("PATCH", path, {"notes": {"a": "b"}}).json()["notes"] == {"a": "b"}
    assert there.ask("PATCH", path, {"amount": 1}).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 99},
        {"amount": -45_000},
        {"amount": 10.5},
        {"amount": None},
        {"receipt": "x" * 41},
        {"notes": {str(number): "x" for number in range(16)}},
        {"currency": "XXX"},
        {"surprise": 1},
    ],
)
def test_an_order_against_the_limits_is_refused_with_an_error_of_the_golden_shape(there, change):
    body = {"amount": 45_000, "currency": "INR", "receipt": "r"} | change
    answer = there.ask("POST", "/v1/orders", body)
    assert answer.status_code == 400
    assert unlike(answer.json()["error"], "error") == []
    assert answer.json()["error"]["code"] == "BAD_REQUEST_ERROR"


def test_wrong_keys_are_denied_and_no_refusal(there):
    wrong = Gateway(there.auth[0], "not-the-secret", there.url)
    with pytest.raises(Denied):
        wrong.order_payments("order_AAAAAAAAAAAAAA")


def test_what_does_not_exist_is_a_400(there):
    for path in ("orders/order_AAAAAAAAAAAAAA", "payments/pay_AAAAAAAAAAAAAA"):
        answer = there.ask("GET", f"/v1/{path}")
        assert answer.status_code == 400
        assert "does not exist" in answer.json()["error"]["description"]
    with pytest.raises(Rejected):
        there.gateway.refund("pay_AAAAAAAAAAAAAA", amount=100, key="rf-0123456789")


@pytest.mark.parametrize("kind", ["orders", "payments", "refunds"])
def test_lists_are_collections_of_a_hundred_at_most(there, order, kind):
    answer = there.ask("GET", f"/v1/{kind}?count=2&from=1&to=4102444800").json()
    assert answer["entity"] == "collection"
    assert answer["count"] == len(answer["items"]) <= 2
    for entity in answer["items"]:
        assert unlike(entity, kind.removesuffix("s")) == []
    assert there.ask("GET", f"/v1/{kind}?count=101").status_code == 400


def test_the_sdk_believes_our_signatures_and_we_believe_the_sdks(there):
    utility = there.gateway._client.utility
    secret = there.auth[1]
    proof = {"razorpay_order_id": "order_1", "razorpay_payment_id": "pay_1"}
    proof["razorpay_signature"] = sign(secret, payment_message("order_1", "pay_1"))
    assert utility.verify_payment_signature(proof)
    body = '{"event": "payment.captured", "name": "Zoë"}'
    assert utility.verify_webhook_signature(body, sign("hook", body.encode()), "hook")
