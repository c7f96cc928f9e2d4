"""At the same moment: a balance is taken once, a payout is approved, paid and given back once."""

import pytest
from django.db import IntegrityError

from payments.models import Payout, PayoutMethod
from payments.payout_enums import PayoutState
from payments.queries import ledger_faults
from payments.services import ledger, payout_methods, payout_sending, payouts, refunds
from peerlearn.accounts.models import User
from tests import factories as make
from tests.payments import earned
from tests.payments.earned import available
from tests.support.threads import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

AT_ONCE = 8


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


def test_two_requests_at_once_take_the_balance_once():
    user = earned.mentor(100_000)
    method = earned.bank(user)

    def ask():
        return payouts.request(user=user, method_id=method.pk, amount=100_000).pk

    answers = race([ask] * AT_ONCE)
    assert answers.count("payout_open") == AT_ONCE - 1
    assert (Payout.objects.count(), available(user)) == (1, 0)


def test_without_the_rule_of_one_the_balance_itself_is_still_taken_once():
    user = earned.mentor(100_000)
    made = [
        Payout.objects.create(
            payee=user if number == 0 else make.mentor().user,
            method=earned.bank(user, f"00440153{number:04d}"),
            destination="x", amount=100_000, key=f"k{number}",
        )
        for number in range(4)
    ]  # fmt: skip
    free = ledger.mentor_available(user.pk)

    def take(payout):
        lines = [(free, 100_000), (ledger.payout(payout.pk), -100_000)]
        try:
            return ledger.post(kind="payout_requested", ref=str(payout.pk), lines=lines).pk
        except IntegrityError:
            return "below zero"

    answers = race([lambda payout=payout: take(payout) for payout in made])
    assert answers.count("below zero") == 3
    assert available(user) == 0
    won = next(p for p, a in zip(made, answers, strict=True) if a != "below zero")
    Payout.objects.exclude(pk=won.pk).delete()


def test_a_request_and_a_refund_at_once_leave_no_account_below_nothing():
    user = earned.mentor(100_000)
    method, order = earned.bank(user), user.earnings.get().order
    race(
        [
            lambda: payouts.request(user=user, method_id=method.pk, amount=100_000).pk,
            lambda: refunds.request_refund(order_id=order.pk, amount=60_000, reason="test").pk,
        ]
    )
    owed = ledger.balance(ledger.mentor_receivable(user.pk))
    taken = sum(Payout.objects.values_list("amount", flat=True))
    assert (taken, owed, available(user)) in ((100_000, 60_000, 0), (0, 0, 40_000))


def test_approved_by_many_at_once_it_is_approved_once_and_by_two_where_two_are_needed():
    payout = earned.requested(3_000_000)
    staff = [earned.admin() for _ in range(4)]
    race([lambda one=one: payouts.approve(actor=one, payout_id=payout.pk).pk for one in staff])
    payout.refresh_from_db()
    assert payout.state == PayoutState.APPROVED
    assert payout.approvals.count() == 2


def test_rejected_cancelled_and_approved_at_once_the_money_is_in_one_place():
    for _ in range(5):
        payout, admin = earned.requested(), earned.admin()
        race(
            [
                lambda p=payout: payouts.cancel(user=p.payee, payout_id=p.pk).pk,
                lambda p=payout, a=admin: payouts.reject(actor=a, payout_id=p.pk, why="No").pk,
                lambda p=payout, a=admin: payouts.approve(actor=a, payout_id=p.pk).pk,
            ]
        )
        payout.refresh_from_db()
        back = 0 if payout.is_open else 100_000
        assert available(payout.payee) == back


def test_news_of_a_failure_ten_times_at_once_gives_the_money_back_once():
    payout, admin = earned.requested(), earned.admin()
    payouts.approve(actor=admin, payout_id=payout.pk)
    Payout.objects.update(state="submitting", provider="razorpayx", gateway_payout_id="pout_1")
    told = {"id": "pout_1", "amount": 100_000, "status": "failed"}
    race([lambda: payout_sending.apply_gateway_payout(told)] * AT_ONCE)
    assert available(payout.payee) == 100_000


def test_an_account_removed_while_it_is_asked_for_is_either_used_or_gone():
    for number in range(5):
        user = User.objects.get(pk=earned.mentor(100_000).pk)
        method = earned.bank(user, f"00440153{number:04d}")
        race(
            [
                lambda u=user, m=method: payouts.request(user=u, method_id=m.pk).pk,
                lambda u=user, m=method: payout_methods.remove(user=u, method_id=m.pk),
            ]
        )
        kept = PayoutMethod.objects.get(pk=method.pk).account
        assert bool(kept) == Payout.objects.filter(method=method).exists()
