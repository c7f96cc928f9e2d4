"""What is sold becomes what somebody earned, once, and not one paisa goes astray."""

from datetime import timedelta

import pytest

from payments.enums import EarningState
from payments.models import Earning
from payments.queries import ledger_faults
from payments.services import earnings, ledger, refunds
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments.money import balance, paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


def matured(hours: int = 72) -> int:
    with travel(now() + timedelta(hours=hours, minutes=1)):
        return earnings.mature()


def spend(user_id: int, amount: int) -> None:
    """Pay out, as a payout of that number does."""
    lines = [(ledger.mentor_available(user_id), amount), (ledger.payout(1), -amount)]
    ledger.post(kind="payout_requested", ref="1", lines=lines)
    ledger.post(
        kind="payout_processed", ref="1", lines=[(ledger.payout(1), amount), (ledger.BANK, -amount)]
    )


def test_what_is_done_is_split_into_our_fee_and_the_payees_part(simulator):
    order = paid_order(simulator)
    earning = earnings.earn(order_id=order.pk)
    assert (earning.net, earning.fee, earning.own) == (45_000, 9_000, 36_000)
    assert earning.due_at - earning.earned_at == timedelta(hours=72)
    assert balance(f"L:escrow:{order.pk}") == 0
    assert balance("I:platform_fee") == 9_000
    assert balance(f"L:mentor_pending:{order.payee_id}") == 36_000


def test_earning_twice_is_earning_once(simulator):
    order = paid_order(simulator)
    first = earnings.earn(order_id=order.pk)
    assert earnings.earn(order_id=order.pk) == first
    assert balance(f"L:mentor_pending:{order.payee_id}") == 36_000


def test_an_order_that_holds_nothing_earns_nothing(simulator):
    order = paid_order(simulator)
    refunds.request_refund(order_id=order.pk, amount=45_000, reason="all of it")
    assert earnings.earn(order_id=order.pk) is None
    assert not Earning.objects.exists()


def test_what_was_given_back_before_is_not_earned(simulator):
    order = paid_order(simulator, price=45_001)
    refunds.request_refund(order_id=order.pk, amount=22_501, reason="late")
    earning = earnings.earn(order_id=order.pk)
    assert (earning.net, earning.fee, earning.own) == (22_500, 4_500, 18_000)


def test_an_earning_is_available_after_its_window_and_not_before(simulator):
    order = paid_order(simulator)
    earning = earnings.earn(order_id=order.pk)
    assert matured(hours=71) == 0
    assert matured() == 1
    assert matured() == 0
    earning.refresh_from_db()
    assert (earning.state, earning.waiting) == (EarningState.AVAILABLE, 0)
    assert balance(f"L:mentor_pending:{order.payee_id}") == 0
    assert balance(f"L:mentor_available:{order.payee_id}") == 36_000


def test_what_is_held_waits_until_it_is_let_go(simulator):
    order = paid_order(simulator)
    earnings.earn(order_id=order.pk)
    assert earnings.hold(order_id=order.pk)
    assert not earnings.hold(order_id=order.pk)
    assert matured() == 0
    assert earnings.let_go(order_id=order.pk)
    assert matured() == 1
    assert not earnings.hold(order_id=order.pk)


def test_a_part_refunded_after_earning_reckons_the_fee_anew_to_the_paisa(simulator):
    order = paid_order(simulator, price=1_003)
    earnings.earn(order_id=order.pk)
    for amount in (1, 1, 1, 500, 1, 499):
        assert refunds.request_refund(order_id=order.pk, amount=amount, reason="bit by bit")
        earning = Earning.objects.get()
        assert earning.fee == (earning.net * 2_000 + 5_000) // 10_000 == balance("I:platform_fee")
        assert balance(f"L:mentor_pending:{order.payee_id}") == earning.own == earning.waiting
    assert earning.state == EarningState.REVERSED
    assert earning.net == 0
    assert refunds.request_refund(order_id=order.pk, amount=1, reason="too much") is None


def test_a_refund_takes_what_is_available_and_leaves_a_debt_for_the_rest(simulator):
    order = paid_order(simulator)
    earnings.earn(order_id=order.pk)
    matured()
    spend(order.payee_id, 30_000)
    refunds.request_refund(order_id=order.pk, amount=45_000, reason="contest")
    assert balance(f"L:mentor_available:{order.payee_id}") == 0
    assert balance(f"A:mentor_receivable:{order.payee_id}") == 30_000
    assert balance("I:platform_fee") == 0


def test_a_debt_is_paid_first_from_what_is_earned_next(simulator):
    payee = make.mentor()
    first = paid_order(simulator, payee=payee)
    earnings.earn(order_id=first.pk)
    matured()
    spend(payee.user_id, 30_000)
    refunds.request_refund(order_id=first.pk, amount=45_000, reason="contest")
    second = paid_order(simulator, payee=payee, price=20_000, starts_in=600)
    earning = earnings.earn(order_id=second.pk)
    assert (earning.own, earning.waiting) == (16_000, 0)
    assert balance(f"A:mentor_receivable:{payee.user_id}") == 14_000
    assert balance(f"L:mentor_pending:{payee.user_id}") == 0


def test_a_debt_is_paid_when_something_else_matures(simulator):
    payee = make.mentor()
    first, second = (
        paid_order(simulator, payee=payee),
        paid_order(simulator, payee=payee, starts_in=600),
    )
    earnings.earn(order_id=first.pk)
    matured()
    spend(payee.user_id, 36_000)
    earnings.earn(order_id=second.pk)
    refunds.request_refund(order_id=first.pk, amount=45_000, reason="contest")
    assert balance(f"A:mentor_receivable:{payee.user_id}") == 36_000
    assert matured() == 1
    assert balance(f"A:mentor_receivable:{payee.user_id}") == 0
    assert balance(f"L:mentor_available:{payee.user_id}") == 0
