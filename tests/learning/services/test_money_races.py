"""Money that comes in while a session ends: a seat that is taught, or a refund; never neither."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction

from learning.enums import BookingState
from learning.models import Booking, Session
from learning.services import closing
from payments.gateway import get_gateway
from payments.models import Order
from payments.services import orders, settlement
from tests import factories as make
from tests.support.threads import race

pytestmark = pytest.mark.django_db(transaction=True)


def paid(booking: Booking, simulator) -> Order:
    """Have a held seat's order captured, and not yet fulfilled."""
    order = orders.register(order_id=booking.order_id)
    simulator.pay(order)
    return order


@pytest.mark.postgres
def test_a_seat_paid_while_the_mentor_cancels_is_refunded(simulator):
    booking = make.seat(make.session(capacity=2))
    order = paid(booking, simulator)
    (told,) = get_gateway().order_payments(order.gateway_order_id)
    confirmed = Event()

    def pay():
        with transaction.atomic():
            settlement.apply_gateway_payment(told)
            confirmed.set()
            sleep(1)  # so that the other side finds it held, and waits

    def cancel():
        confirmed.wait(5)
        closing.cancel(session_id=booking.session_id, actor=None, reason="Ill.")

    race([pay, cancel])
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED_MENTOR
    assert booking.order.payments.get().refunds.get().amount == booking.price
    assert Session.objects.get().seats_taken == 0
