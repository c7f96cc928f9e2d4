"""A payout at RazorpayX: one key, one payout there, whatever answers are lost and in what order."""

import json
from datetime import timedelta

import pytest

from payments.gateway import get_gateway
from payments.models import Payout, PayoutMethod, WebhookEvent
from payments.payout_enums import MethodState, PayoutState
from payments.queries import ledger_faults
from payments.services import ledger, payout_methods, payout_sending, payouts, webhooks
from peerlearn.accounts.models import AuditEvent
from peerlearn.common.clock import now, travel
from tests.payments import earned
from tests.payments.earned import available

pytestmark = pytest.mark.django_db(transaction=True)

POST = "POST /v1/payouts"
SECRET_NUMBER = earned.NUMBER


@pytest.fixture(autouse=True)
def _razorpayx(settings, simulator):
    settings.PAYOUT_PROVIDER = "razorpayx"
    settings.RAZORPAYX_ACCOUNT_NUMBER = "7878780080316316"
    yield
    assert list(ledger_faults()) == []


@pytest.fixture
def payout():
    """A payout that was approved and waits for the sweep."""
    made = earned.requested()
    return payouts.approve(actor=earned.admin(), payout_id=made.pk)


def submit(payout) -> Payout:
    return payout_sending.submit(payout_id=payout.pk)


def at_gateway() -> list[dict]:
    return get_gateway().payouts_with_reference(
        account_number="7878780080316316", reference=Payout.objects.get().key
    )


def test_an_approved_payout_is_sent_followed_and_paid(payout, simulator):
    payout_sending.sweep()
    payout.refresh_from_db()
    assert payout.state == PayoutState.PROCESSING
    simulator.act("payouts", id=payout.gateway_payout_id, status="processed")
    payout_sending.sweep()
    payout.refresh_from_db()
    assert payout.state == PayoutState.PROCESSED
    assert payout.utr.startswith("SIM")
    assert ledger.balance(ledger.BANK) == -100_000
    told = json.loads(simulator.asked("POST", "/v1/payouts")[0]["body"])
    assert (told["amount"], told["mode"], told["reference_id"]) == (100_000, "IMPS", payout.key)


@pytest.mark.parametrize("mode", ["lost_after_commit", "5xx_before", "html_502", "bad_json"])
def test_a_lost_answer_is_asked_again_with_the_same_key_and_paid_once(payout, simulator, mode):
    simulator.fault(POST, mode, n=2)
    for _ in range(2):
        assert submit(payout).state == PayoutState.SUBMITTING
        assert available(payout.payee) == 0
    assert submit(payout).state == PayoutState.PROCESSING
    keys = {r["headers"]["X-Payout-Idempotency"] for r in simulator.asked("POST", "/v1/payouts")}
    assert keys == {payout.key}
    assert len(at_gateway()) == 1


@pytest.mark.parametrize("mode", ["http_429", "401"])
def test_a_gateway_that_does_not_listen_fails_no_payout(payout, simulator, mode):
    simulator.fault("POST /v1/*", mode)
    assert submit(payout).state == PayoutState.SUBMITTING
    assert submit(payout).state == PayoutState.PROCESSING


def test_killed_between_the_call_and_the_save_it_is_sent_again_and_paid_once(payout, monkeypatch):
    def die(entity):
        raise KeyboardInterrupt

    real = payout_sending.apply_gateway_payout
    monkeypatch.setattr(payout_sending, "apply_gateway_payout", die)
    with pytest.raises(KeyboardInterrupt):
        submit(payout)
    monkeypatch.setattr(payout_sending, "apply_gateway_payout", real)
    assert Payout.objects.get().state == PayoutState.SUBMITTING
    payout_sending.sweep()
    assert Payout.objects.get().state == PayoutState.PROCESSING
    assert len(at_gateway()) == 1


def test_what_the_gateway_refuses_is_given_back_and_quotes_no_number(payout, simulator):
    PayoutMethod.objects.update(gateway_fund_account_id="fa_Nothing0000000")
    done = submit(payout)
    assert done.state == PayoutState.FAILED
    assert available(payout.payee) == 100_000
    assert SECRET_NUMBER not in done.why


def test_states_in_any_order_give_the_money_back_once(payout, simulator):
    sent = submit(payout)
    entity = get_gateway().payout(sent.gateway_payout_id)
    for status in ("processed", "processing", "reversed", "failed", "reversed", "queued"):
        payout_sending.apply_gateway_payout(entity | {"status": status, "utr": "U1"})
    payout.refresh_from_db()
    assert payout.state == PayoutState.REVERSED
    assert (available(payout.payee), ledger.balance(ledger.BANK)) == (100_000, 0)
    assert payout.payee.notices.filter(kind="payout_returned").count() == 1


def test_a_gateway_that_quotes_the_account_is_not_quoted(payout, caplog):
    entity = get_gateway().payout(submit(payout).gateway_payout_id)
    why = {"description": f"Account {SECRET_NUMBER} is closed"}
    payout_sending.apply_gateway_payout(entity | {"status": "failed", "status_details": why})
    payout.refresh_from_db()
    assert payout.why == "Account •••• 1234 is closed"
    told = " ".join(f"{one.title} {one.body}" for one in payout.payee.notices.all())
    told += str(list(AuditEvent.objects.values_list("detail", flat=True))) + caplog.text
    assert "is closed" in told
    assert SECRET_NUMBER not in told


def test_a_payout_that_failed_and_then_counts_as_paid_is_left_to_people(payout, caplog):
    entity = get_gateway().payout(submit(payout).gateway_payout_id)
    payout_sending.apply_gateway_payout(entity | {"status": "failed"})
    payout_sending.apply_gateway_payout(entity | {"status": "processed"})
    payout.refresh_from_db()
    assert payout.state == PayoutState.FAILED
    assert "paid at the gateway" in caplog.text


def test_another_sum_or_a_stranger_at_the_gateway_changes_nothing(payout):
    entity = get_gateway().payout(submit(payout).gateway_payout_id)
    assert payout_sending.apply_gateway_payout(entity | {"amount": 1}) is None
    stranger = {"id": "pout_x", "reference_id": "x", "status": "processed", "amount": 100_000}
    assert payout_sending.apply_gateway_payout(stranger) is None
    payout.refresh_from_db()
    assert payout.state == PayoutState.PROCESSING


def test_the_event_may_come_before_the_answer(payout, simulator):
    simulator.fault(POST, "lost_after_commit")
    submit(payout)
    told = at_gateway()[0]
    simulator.act("payouts", id=told["id"], status="processed")
    event = WebhookEvent.objects.create(
        event_id="e1", kind="payout.processed", received_at=now(),
        body={"event": "payout.processed", "payload": {"payout": {"entity": told}}},
    )  # fmt: skip
    assert webhooks.process(event_pk=event.pk) == "applied"
    payout.refresh_from_db()
    assert (payout.state, payout.gateway_payout_id) == (PayoutState.PROCESSED, told["id"])


@pytest.mark.parametrize(
    ("fault", "state", "back"),
    [
        ("payout_fail", PayoutState.FAILED, 100_000),
        ("payout_process_then_reverse", PayoutState.REVERSED, 100_000),
        ("payout_fail_then_reverse", PayoutState.REVERSED, 100_000),
        ("payout_queue", PayoutState.QUEUED, 0),
    ],
)
def test_what_becomes_of_it_at_the_bank_becomes_of_it_here(payout, simulator, fault, state, back):
    simulator.fault("payout", fault)
    payout_sending.sweep()
    simulator.act("clock", advance=100_000)
    for _ in range(3):
        payout_sending.sweep()
        simulator.act("clock", advance=100_000)
    # What has ended is told by events alone.
    told = get_gateway().payout(Payout.objects.get().gateway_payout_id)
    payout_sending.apply_gateway_payout(told)
    payout.refresh_from_db()
    assert (payout.state, available(payout.payee)) == (state, back)


def test_a_new_account_is_verified_by_the_gateway_and_made_there_once(simulator):
    user = earned.mentor(0)
    with travel(now() - timedelta(days=2)):
        method = payout_methods.add(
            user=user, kind="bank", holder="Asha Raman", account=SECRET_NUMBER, ifsc=earned.IFSC
        )
    simulator.fault("POST /v1/contacts", "lost_after_commit")
    payout_sending.register_methods()
    payout_sending.register_methods()
    method.refresh_from_db()
    assert (method.state, method.verified_by) == (MethodState.VERIFIED, None)
    assert len(get_gateway().contacts_with_reference(f"payee-{user.pk}")) == 1


def test_a_frozen_payout_is_not_sent(payout, simulator):
    payouts.freeze(user_id=payout.payee_id)
    assert submit(payout).state == PayoutState.APPROVED
    assert simulator.asked("POST", "/v1/payouts") == []
    payouts.thaw(user_id=payout.payee_id)
    assert submit(payout).state == PayoutState.PROCESSING


def test_after_a_day_without_an_answer_people_decide_and_nothing_is_sent(payout, simulator):
    simulator.fault(POST, "5xx_before")
    submit(payout)
    with travel(now() + timedelta(hours=21)):
        assert submit(payout).state == PayoutState.SUBMITTING
        assert len(simulator.asked("POST", "/v1/payouts")) == 1
        payouts.mark_returned(actor=earned.admin(), payout_id=payout.pk, why="Never left")
    assert available(payout.payee) == 100_000


def test_after_a_day_what_is_found_there_by_our_reference_counts(payout, simulator):
    simulator.fault(POST, "lost_after_commit")
    submit(payout)
    with travel(now() + timedelta(hours=21)):
        assert submit(payout).state == PayoutState.PROCESSING
    assert len(simulator.asked("POST", "/v1/payouts")) == 1
