"""Open money keeps an account from being deleted, and says so."""

import pytest

from learning.services import bookings
from payments.enums import AccountKind, FulfilState, OrderState
from payments.models import LedgerAccount, Order
from payments.own_data import collect
from payments.services import payouts
from payments.vetoes import against_erasure
from tests import factories as make
from tests.payments import earned

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    user = make.person()
    booking = bookings.book(session_id=make.session(price=45_000).pk, learner=user)
    return Order.objects.get(pk=booking.order_id)


def reasons(user):
    return " ".join(against_erasure(user))


def test_an_unfinished_payment_is_in_the_way_of_the_payer(order):
    assert "not finished" in reasons(order.payer)
    assert reasons(order.payee) == ""


def test_money_promised_back_is_in_the_way_of_the_payer(order):
    Order.objects.update(state=OrderState.PAID, fulfil_state=FulfilState.REFUND_DUE)
    assert "refund to you is on its way" in reasons(order.payer)


def test_money_held_for_somebody_is_in_their_way(order):
    Order.objects.update(state=OrderState.PAID, fulfil_state=FulfilState.FULFILLED)
    LedgerAccount.objects.create(
        code=f"L:escrow:{order.pk}", kind=AccountKind.LIABILITY, balance=36_000
    )
    assert "We hold ₹360 that you earned" in reasons(order.payee)
    assert reasons(order.payer) == ""


def test_a_balance_has_to_be_paid_out_first_and_a_payout_to_arrive():
    user = earned.mentor(60_000)
    assert "We hold ₹600 that you earned: have it paid out first." in reasons(user)
    payout = payouts.request(user=user, method_id=earned.bank(user).pk)
    assert "A payout to you is under way" in reasons(user)
    admin = earned.admin()
    payouts.approve(actor=admin, payout_id=payout.pk)
    payouts.mark_paid(actor=admin, payout_id=payout.pk, utr="HDFC0123456")
    assert reasons(user) == ""


def test_the_copy_of_ones_data_holds_payouts_and_accounts_as_they_are_shown():
    payout = earned.requested()
    told = collect(payout.payee)
    assert told["payouts"][0]["destination"] == "Bank account •••• 1234"
    assert told["payout_methods"][0]["masked"] == "•••• 1234"
    assert told["earnings"][0]["own"] == 100_000
    assert earned.NUMBER not in str(told)
