"""The cashier pays like a browser, at the moment the clock shows, and tidies up."""

import socket
import time
from datetime import timedelta

import pytest
import requests

from cms.demo.cashier import Cashier, SimulatorError
from learning.enums import BookingState
from learning.services import bookings
from peerlearn.common.clock import now, travel
from tests.factories import person, session

pytestmark = pytest.mark.django_db


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_a_payment_happens_when_the_clock_says_and_the_simulator_comes_back(gateway):
    week_ago = now() - timedelta(days=7)
    with Cashier() as cashier:
        with travel(week_ago):
            held = bookings.book(session_id=session().pk, learner=person())
            paid = cashier.pay(held)
        assert abs(gateway.world.store.now() - week_ago.timestamp()) < 60
    assert paid.state == BookingState.CONFIRMED
    assert abs(paid.order.paid_at - week_ago) < timedelta(minutes=1)
    assert abs(gateway.world.store.now() - time.time()) < 5


def test_a_payment_that_the_simulator_refuses_is_an_error(gateway):
    with Cashier() as cashier, pytest.raises(SimulatorError, match="/sim/pay"):
        cashier._post("/sim/pay", {"order_id": "order_of_nobody", "outcome": "success"})


def test_where_no_simulator_runs_one_is_started_and_stopped_again(settings):
    address = f"http://localhost:{free_port()}"
    settings.RAZORPAY_BASE_URL = address
    held = bookings.book(session_id=session().pk, learner=person())
    with Cashier() as cashier:
        assert cashier.pay(held).state == BookingState.CONFIRMED
        assert requests.get(f"{address}/sim/log", timeout=5).ok
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{address}/sim/log", timeout=5)
