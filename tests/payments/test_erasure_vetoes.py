"""Open money keeps an account from being deleted, and says so."""

import pytest

from learning.services import bookings
from payments.enums import AccountKind, FulfilState, OrderState
from payments.models import LedgerAccount, Order
from payments.vetoes import against_erasure
from tests import factories as make

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
