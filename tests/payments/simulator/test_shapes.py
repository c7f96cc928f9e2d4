"""What only the simulator can be asked for has the golden shape, too: money and events."""

import json

import pytest

from payments.gateway import get_gateway
from tests.payments.simulator.shapes import unlike


@pytest.fixture
def gateway(simulator):
    return get_gateway()


@pytest.mark.parametrize("outcome", ["captured", "authorized"])
@pytest.mark.parametrize("method", ["upi", "card", "netbanking"])
def test_a_payment_has_the_golden_shape(gateway, simulator, method, outcome):
    order = gateway.create_order(receipt="r", amount=45_000, currency="INR")
    paid = simulator.act("pay", order_id=order["id"], method=method, outcome=outcome)
    payment = gateway.payment(paid["razorpay_payment_id"])
    assert unlike(payment, "payment") == []
    assert (payment["fee"] is None) == (outcome == "authorized")


def test_a_failed_payment_and_a_refund_have_it(gateway, simulator):
    order = gateway.create_order(receipt="r", amount=45_000, currency="INR")
    failed = simulator.act("pay", order_id=order["id"], outcome="failed")["error"]
    assert unlike(failed, "error") == []
    assert unlike(gateway.payment(failed["metadata"]["payment_id"]), "payment") == []
    paid = simulator.act("pay", order_id=order["id"])["razorpay_payment_id"]
    assert unlike(gateway.refund(paid, amount=100, key="rf-0123456789"), "refund") == []


def test_an_event_has_it(simulator):
    webhooks = simulator.running.world.webhooks
    event = json.loads(webhooks._body("payment.captured", {"payment": {"id": "pay_1"}}, ""))
    assert unlike(event, "event") == []
    assert event["payload"]["payment"]["entity"] == {"id": "pay_1"}
