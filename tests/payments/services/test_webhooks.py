"""Events are stored once, acted on when they can be, and forgotten in time."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from payments.enums import PaymentState
from payments.models import LedgerTransaction, Order, Payment, WebhookEvent
from payments.queries import ledger_faults
from payments.services import webhooks
from payments.signatures import sign
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests.payments.money import unpaid_order
from tests.payments.simulator_fixture import WEBHOOK_SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


def take(kind, event_id="evt_1", **entities):
    payload = {name: {"entity": entity} for name, entity in entities.items()}
    return take_raw(json.dumps({"event": kind, "payload": payload}).encode(), event_id)


def take_raw(body, event_id="evt_1"):
    event = webhooks.receive(body=body, signature=sign(WEBHOOK_SECRET, body), event_id=event_id)
    webhooks.start(event)
    event.refresh_from_db()
    return event


def later(**time):
    return travel(now() + timedelta(**time))


def paid(simulator, order):
    proof = simulator.pay(order)
    return {"id": proof["razorpay_payment_id"], "order_id": order.gateway_order_id}


def test_the_same_event_is_stored_and_acted_on_once(simulator):
    order = unpaid_order()
    told = paid(simulator, order)
    first = take("payment.captured", payment=told)
    asked = len(simulator.asked("GET", "/v1/payments/"))
    assert take("payment.captured", payment=told) == first
    assert (WebhookEvent.objects.count(), Payment.objects.count()) == (1, 1)
    assert len(simulator.asked("GET", "/v1/payments/")) == asked


def test_an_event_without_an_id_is_known_by_its_body(simulator):
    assert take_raw(b'{"event": "a"}', None) == take_raw(b'{"event": "a"}', None)
    assert take_raw(b'{"event": "b"}', None).kind == "b"


def test_an_event_that_came_before_our_own_commit_is_parked_and_acted_on_later(simulator):
    order = unpaid_order()
    told = paid(simulator, order)
    Order.objects.filter(pk=order.pk).update(gateway_order_id="order_NotYetOurs")
    event = take("order.paid", payment=told)
    assert (event.processed_at, event.attempts) == (None, 1)
    Order.objects.filter(pk=order.pk).update(gateway_order_id=order.gateway_order_id)
    assert webhooks.sweep() == 0  # not due yet
    with later(seconds=20):
        assert webhooks.sweep() == 1
    event.refresh_from_db()
    assert event.outcome == "applied"
    assert Payment.objects.get().state == PaymentState.CAPTURED


def test_what_nobody_knows_is_given_up_after_a_day_and_can_be_replayed(simulator):
    event = take("payment.captured", payment={"id": "pay_x", "order_id": "order_x"})
    for hours in (1, 12, 25):
        with later(hours=hours):
            webhooks.sweep()
    event.refresh_from_db()
    assert event.outcome == "given up"
    assert webhooks.replay(event_pk=event.pk) == ""


def test_a_command_acts_on_events_anew_and_says_what_it_does_not_know(simulator):
    order = unpaid_order()
    event = take("payment.captured", payment=paid(simulator, order))
    said = StringIO()
    with pytest.raises(CommandError, match="evt_never"):
        call_command("replay_webhook", event.event_id, "evt_never", stdout=said)
    assert f"{event.event_id} (payment.captured): applied" in said.getvalue()
    assert Payment.objects.get().state == PaymentState.CAPTURED


def test_an_event_whose_task_was_lost_is_found_by_the_sweep(simulator, settings):
    settings.WEBHOOKS_IN_BACKGROUND = True
    order = unpaid_order()
    event = take("payment.captured", payment=paid(simulator, order))
    assert event.processed_at is None  # no worker runs here
    assert webhooks.sweep() == 0  # left to the task for a while
    with later(seconds=11):
        assert webhooks.sweep() == 1
    assert Payment.objects.get().state == PaymentState.CAPTURED


def test_a_kind_of_event_that_is_new_is_kept_and_not_tried_again(simulator):
    assert take("payment_link.paid").outcome == "unknown kind"
    with later(hours=1):
        assert webhooks.sweep() == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"event": "payment.captured", "payload": []}',
        b'{"event": "payment.captured", "payload": {"payment": 7}}',
        b'{"event": "refund.processed", "payload": {"refund": {"entity": []}}}',
        b'{"event": ["payment.captured"]}',
        b'{"event": "payment.\\u0000captured", "note": "\\ud800"}',
    ],
)
def test_an_event_of_a_strange_shape_is_stored_and_breaks_nothing(simulator, body):
    assert take_raw(body).pk
    with later(hours=1):
        webhooks.sweep()


@pytest.mark.parametrize("body", [b'{"event": NaN}', b'{"event": "a", "n": 1e999}', b"[" * 100_000])
def test_what_no_database_could_store_is_no_event(simulator, body):
    with pytest.raises(DomainError, check=lambda error: error.code == "bad_body"):
        take_raw(body)


def test_bodies_are_emptied_after_ninety_days_and_the_rest_stays(simulator):
    order = unpaid_order()
    old = take("payment.captured", payment=paid(simulator, order))
    with later(days=89):
        assert webhooks.redact() == 0
        new = take("payment.failed", "evt_2", payment={"id": "pay_x", "order_id": "order_x"})
    with later(days=91):
        assert [webhooks.redact(), webhooks.redact()] == [1, 0]
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.body, old.kind, old.outcome) == ({}, "payment.captured", "applied")
    assert new.body


def test_a_refund_of_what_was_never_captured_does_not_touch_the_ledger(simulator):
    order = unpaid_order()
    proof = simulator.pay(order, "authorized")
    simulator.act("payments", id=proof["razorpay_payment_id"], status="refunded")
    told = {"id": proof["razorpay_payment_id"], "order_id": order.gateway_order_id}
    take("payment.failed", payment=told)
    assert not LedgerTransaction.objects.exists()
