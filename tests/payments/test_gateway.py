"""The port to the gateway: what goes wrong has a name, and nothing waits inside a transaction."""

import threading
import time

import pytest
from django.db import transaction

from payments import pacing
from payments.gateway import Denied, GatewayError, RateLimited, Rejected, Unknown, get_gateway

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway(simulator):
    return get_gateway()


def order(gateway, receipt="r-1"):
    return gateway.create_order(receipt=receipt, amount=45_000, currency="INR")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("5xx_before", Unknown),
        ("lost_after_commit", Unknown),
        ("html_502", Unknown),
        ("bad_json", Unknown),
        ("http_429", RateLimited),
        ("401", Denied),
    ],
)
def test_each_bad_answer_has_its_name(gateway, simulator, fault, error):
    simulator.fault("POST /v1/orders", fault)
    with pytest.raises(error):
        order(gateway)
    assert order(gateway, "r-2")["status"] == "created"


@pytest.mark.parametrize("fault", ["5xx_before", "html_502", "http_429", "401"])
def test_a_bad_answer_gives_its_connection_back(gateway, simulator, fault):
    order(gateway, "r-0")
    pools = gateway._client.session.get_adapter(simulator.url).poolmanager.pools
    (opened,) = [pools[key] for key in pools.keys()]  # noqa: SIM118  (not a dict)
    before = opened.num_connections
    for number in range(3):
        simulator.fault("POST /v1/orders", fault)
        with pytest.raises(GatewayError):
            order(gateway, f"bad-{number}")
    order(gateway, "r-9")
    assert opened.num_connections == before


def test_a_refusal_tells_status_code_field_and_reason(gateway):
    with pytest.raises(Rejected) as refused:
        gateway.create_order(receipt="r", amount=99, currency="INR")
    told = refused.value
    assert (told.status, told.code, told.field) == (400, "BAD_REQUEST_ERROR", "amount")
    assert "at least INR 1.00" in told.reason


def test_an_answer_that_does_not_come_is_waited_for_ten_seconds_at_most(
    gateway, simulator, monkeypatch
):
    monkeypatch.setattr("payments.gateway.TIMEOUT", (0.5, 0.5))
    simulator.fault("POST /v1/orders", "slow", delay=2)
    begin = time.monotonic()
    with pytest.raises(Unknown):
        order(gateway)
    assert time.monotonic() - begin < 1.5


def test_a_key_still_being_worked_on_is_not_a_refusal(gateway, simulator):
    paid = simulator.act("pay", order_id=order(gateway)["id"])["razorpay_payment_id"]
    simulator.fault(f"POST /v1/payments/{paid}/refund", "slow", delay=1)
    first = threading.Thread(target=gateway.refund, args=(paid,), kwargs=REFUND)
    first.start()
    time.sleep(0.4)
    with pytest.raises(Unknown):
        gateway.refund(paid, **REFUND)
    first.join()
    assert gateway.refund(paid, **REFUND)["amount"] == 1_000
    assert gateway.payment(paid)["amount_refunded"] == 1_000


REFUND = {"amount": 1_000, "key": "rf-0123456789"}


def test_the_gateway_is_never_asked_inside_a_transaction(gateway, simulator):
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        order(gateway)
    assert simulator.asked("POST", "/v1/orders") == []


def test_the_port_repeats_nothing_by_itself(gateway, simulator):
    simulator.fault("POST /v1/orders", "5xx_before", n=-1)
    with pytest.raises(Unknown):
        order(gateway)
    assert len(simulator.asked("POST", "/v1/orders")) == 1


def test_sweeps_ask_five_times_a_second_and_people_as_often_as_they_like(gateway, simulator):
    made = order(gateway)
    begin = time.monotonic()
    with pacing.paced():
        for _ in range(6):
            gateway.order_payments(made["id"])
    assert time.monotonic() - begin >= 0.95
    begin = time.monotonic()
    for _ in range(6):
        gateway.order_payments(made["id"])
    assert time.monotonic() - begin < 0.9


def test_after_a_429_sweeps_keep_quiet_as_long_as_it_says_and_people_do_not(gateway, simulator):
    made = order(gateway)
    simulator.fault("GET /v1/orders*", "http_429")
    with pacing.paced(), pytest.raises(RateLimited) as limited:
        gateway.order_payments(made["id"])
    assert limited.value.seconds == 2.0
    asked = len(simulator.asked("GET", "/v1/orders"))
    with pacing.paced(), pytest.raises(RateLimited):
        gateway.order_payments(made["id"])
    assert len(simulator.asked("GET", "/v1/orders")) == asked
    assert gateway.order_payments(made["id"]) == []


def test_without_a_time_given_the_quiet_grows_and_ends_with_an_answer(gateway):
    waits = [pacing.refused(None) for _ in range(4)]
    assert 2.5 <= waits[0] <= 7.5
    assert 20 <= waits[3] <= 60
    assert pacing.refused(7) == 7
    pacing.cache.delete(pacing._UNTIL)
    with pacing.paced():
        order(gateway)
    assert pacing.refused(None) <= 7.5
