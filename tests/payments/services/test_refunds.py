"""A refund is paid once whatever the gateway answers, and never left half way."""

import json
from datetime import timedelta

import pytest

from learning.models import Booking
from learning.services import closing
from payments.enums import EarningState, RefundState
from payments.models import Dispute, Earning, ReconIssue, Refund
from payments.queries import ledger_faults
from payments.services import disputes, earnings, refunds, webhooks
from payments.signals import order_refunded
from payments.signatures import sign
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments.money import balance, paid_order
from tests.payments.simulator_fixture import WEBHOOK_SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


@pytest.fixture
def order(simulator):
    return paid_order(simulator)


def promise(order, amount=20_000):
    return refunds.request_refund(order_id=order.pk, amount=amount, reason="test")


def sweep(refund, **later):
    with travel(now() + timedelta(**later)):
        refunds.sweep()
    refund.refresh_from_db()
    return refund.state


def tell(kind, **entities):
    body = json.dumps(
        {"event": kind, "payload": {name: {"entity": told} for name, told in entities.items()}}
    ).encode()
    event = webhooks.receive(body=body, signature=sign(WEBHOOK_SECRET, body), event_id=None)
    return webhooks.process(event_pk=event.pk)


def keys(simulator):
    asked = simulator.asked("POST", "/v1/payments/")
    return [request["headers"]["X-Refund-Idempotency"] for request in asked]


@pytest.mark.parametrize("mode", ["5xx_before", "lost_after_commit", "html_502", "bad_json"])
def test_without_an_answer_it_is_sent_again_with_the_same_key_and_paid_once(order, simulator, mode):
    refund = promise(order)
    simulator.fault("POST /v1/payments/*", mode)
    assert sweep(refund) == RefundState.UNKNOWN
    assert sweep(refund) == RefundState.PROCESSED
    assert len(set(keys(simulator))) == 1
    assert balance(f"L:refund_payable:{refund.pk}") == 0
    assert simulator.refunded(refund.payment.gateway_payment_id) == 20_000


def test_only_after_a_clear_no_a_new_key_is_tried_and_after_three_somebody_must_look(
    order, simulator, caplog
):
    refund = promise(order)
    for later in (0, 16, 80):
        simulator.fault("refund", "refund_fail")
        sweep(refund, minutes=later)
        sweep(refund, minutes=later)
    assert refund.state == RefundState.FAILED
    assert len(set(keys(simulator))) == len(refund.earlier) == 3
    assert sweep(refund, days=9) == RefundState.FAILED
    assert "somebody must look" in caplog.text
    assert order.payer.notices.filter(kind="refund_failed").count() == 1
    # The money is still owed, and goes once staff say so.
    assert balance(f"L:refund_payable:{refund.pk}") == 20_000
    waits = ReconIssue.objects.get(kind="refund_failed", state="open")
    assert waits.ref.startswith(f"refund {refund.pk} of pay_")
    assert refunds.retry(refund_id=refund.pk, actor=make.staff("Finance"))
    waits.refresh_from_db()
    assert waits.state == "gone"
    assert sweep(refund) == RefundState.PROCESSED


def test_a_key_that_is_not_accepted_is_no_word_on_the_refund(order, simulator):
    refund = promise(order)
    simulator.fault("POST /v1/payments/*", "401")
    assert sweep(refund) == RefundState.UNKNOWN
    assert sweep(refund) == RefundState.PROCESSED
    assert refund.earlier == []


def test_a_pending_refund_is_followed_until_it_is_paid_and_its_payer_told_once(order, simulator):
    heard = []
    order_refunded.connect(lambda **known: heard.append(known["refund"].pk), weak=False)
    refund = promise(order)
    simulator.fault("refund", "refund_pending_forever")
    assert sweep(refund) == RefundState.PENDING
    simulator.act("refunds", id=refund.gateway_refund_id, status="processed")
    assert tell("refund.processed", refund={"id": refund.gateway_refund_id}) == "applied"
    assert sweep(refund) == RefundState.PROCESSED
    assert heard == [refund.pk]
    assert order.payer.notices.filter(kind="refund_paid").count() == 1


def test_a_refund_made_at_the_gateway_is_recorded_with_the_same_effect_once(order, simulator):
    payment = order.payments.get()
    made = simulator.act("refund", payment_id=payment.gateway_payment_id, amount=5_000)
    for _ in range(3):
        tell("refund.processed", refund={"id": made["id"]})
    refund = Refund.objects.get()
    assert (refund.external, refund.amount, refund.state) == (True, 5_000, RefundState.PROCESSED)
    assert balance(f"L:escrow:{order.pk}") == 40_000


def test_an_external_refund_after_earning_is_taken_from_what_was_earned(order, simulator):
    earnings.earn(order_id=order.pk)
    payment = order.payments.get()
    made = simulator.act("refund", payment_id=payment.gateway_payment_id)
    assert tell("refund.processed", refund={"id": made["id"]}) == "external"
    assert Earning.objects.get().state == EarningState.REVERSED


def test_a_cancelled_group_is_refunded_to_the_last_though_the_sweep_is_killed(
    simulator, monkeypatch
):
    order = paid_order(simulator, capacity=3)
    session = Booking.objects.get(order=order).session
    others = [paid_order(simulator, into=session) for _ in range(2)]
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="I am ill.")
    assert Refund.objects.filter(state=RefundState.REQUESTED).count() == 3
    real, sent = refunds.apply_gateway_refund, []

    def dies(refund, entity):
        sent.append(refund.pk)
        if len(sent) == 2:
            raise KeyboardInterrupt  # the gateway has paid, we have not noted it
        real(refund, entity)

    monkeypatch.setattr(refunds, "apply_gateway_refund", dies)
    with pytest.raises(KeyboardInterrupt):
        refunds.sweep()
    monkeypatch.setattr(refunds, "apply_gateway_refund", real)
    refunds.sweep()
    assert Refund.objects.filter(state=RefundState.PROCESSED).count() == 3
    for one in (order, *others):
        assert simulator.refunded(one.payments.get().gateway_payment_id) == 45_000


def dispute(order, simulator, status, made=None):
    payment = order.payments.get()
    if made is None:
        made = simulator.act("dispute", payment_id=payment.gateway_payment_id)
    tell(f"payment.dispute.{status}", payment={"id": payment.gateway_payment_id}, dispute=made)
    return made


def test_a_dispute_holds_back_what_was_earned_and_won_lets_it_go(order, simulator):
    earnings.earn(order_id=order.pk)
    made = dispute(order, simulator, "created")
    earnings.hold(order_id=order.pk)
    assert Earning.objects.get().held_for == ["dispute", "contest"]
    dispute(order, simulator, "won", made)
    assert Earning.objects.get().state == EarningState.HELD
    earnings.let_go(order_id=order.pk)
    assert Earning.objects.get().state == EarningState.PENDING


def test_a_dispute_waits_in_the_queue_until_it_has_ended(order, simulator):
    made = dispute(order, simulator, "created")
    dispute(order, simulator, "under_review", made)
    waits = ReconIssue.objects.get()
    assert (waits.kind, waits.ref, waits.state) == ("dispute", made["id"], "open")
    assert "paise disputed" in waits.actual
    dispute(order, simulator, "lost", made)
    assert ReconIssue.objects.get().state == "gone"


@pytest.mark.parametrize("earned", [False, True])
def test_a_dispute_that_is_lost_takes_the_money_from_where_it_is(order, simulator, earned):
    if earned:
        earnings.earn(order_id=order.pk)
    made = dispute(order, simulator, "created")
    for _ in range(2):
        dispute(order, simulator, "lost", made)
    dispute(order, simulator, "won", made)
    assert Dispute.objects.get().state == "lost"
    assert balance("A:gateway") == -1_062
    assert balance(f"L:escrow:{order.pk}") == balance("L:disputes") == 0
    assert balance(f"L:mentor_pending:{order.payee_id}") == 0


def test_a_dispute_lost_after_the_refund_is_our_own_loss(order, simulator):
    sweep(promise(order, 45_000))
    dispute(order, simulator, "lost")
    assert balance("E:goodwill") == 45_000


def test_what_is_earned_under_an_open_dispute_is_held_from_the_start(order, simulator):
    dispute(order, simulator, "created")
    assert earnings.earn(order_id=order.pk).state == EarningState.HELD
    assert disputes.HELD_FOR == "dispute"
