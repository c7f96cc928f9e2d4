"""A tip after a session: who may leave one, until when, and that it is paid like anything else."""

from datetime import timedelta

import pytest

from learning.enums import BookingState
from learning.models import Booking, Session
from payments.enums import GiftState, Purpose
from payments.models import Earning, Gift, Order
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def booking(simulator):
    """A session that ended an hour ago and in which somebody was."""
    found = make.attended()
    Session.objects.update(ended_at=now() - timedelta(hours=1))
    return Booking.objects.select_related("session__mentor__user", "learner").get(pk=found.pk)


@pytest.fixture
def learner(client, booking):
    client.force_login(booking.learner)
    return client


def leave(client, booking, amount=10_000, message=""):
    body = {"amount": amount, "message": message}
    return client.post(f"/bookings/{booking.pk}/tip/", body)


def by_api(client, booking, amount=10_000, **more):
    path = f"/api/bookings/{booking.pk}/tip/"
    return client.post(path, {"amount": amount} | more, content_type="application/json")


def test_a_tip_is_chosen_paid_and_the_mentors(learner, booking, simulator):
    page = learner.get(booking.get_absolute_url()).content.decode()
    assert f"/bookings/{booking.pk}/tip/" in page
    answer = leave(learner, booking, 20_000, "For the extra hour")
    assert answer.status_code == 302
    assert 'data-booking-state="held"' in learner.get(answer.url).content.decode()
    order = Order.objects.get()
    assert (order.purpose, order.amount, order.fee_bps) == (Purpose.TIP, 20_000, 1_000)
    proof = simulator.pay(order)
    verified = learner.post("/api/payments/verify/", proof, content_type="application/json")
    assert verified.json()["state"] == "confirmed"
    page = learner.get(answer.url).content.decode()
    assert "Thank you!" in page
    assert 'data-booking-state="credited"' in page
    assert Earning.objects.get(order=order).own == 18_000
    notice = booking.session.mentor.user.notices.get(kind="tip_received")
    assert notice.body == "For the extra hour"


def test_a_tip_by_api_answers_with_the_checkout(learner, booking):
    answer = by_api(learner, booking, message="Thanks")
    assert answer.status_code == 201
    tip = Gift.objects.get(pk=answer.json()["tip"])
    assert (tip.message, tip.state) == ("Thanks", GiftState.CREATED)
    assert answer.json()["checkout"]["amount"] == 10_000


@pytest.mark.parametrize("amount", ["10000", 10_000.0, -5_000, 0, 6_000, True, None])
def test_other_amounts_are_refused_over_the_api(learner, booking, amount):
    assert by_api(learner, booking, amount).status_code == 400
    assert not Order.objects.exists()


@pytest.mark.parametrize("amount", ["", "abc", "10000.5", "-5000", "7000", "1e4"])
def test_other_amounts_keep_what_was_typed_on_the_page(learner, booking, amount):
    answer = leave(learner, booking, amount, "Dear Mia")
    assert answer.status_code == 400
    assert "Dear Mia" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_tip_is_possible_for_seven_days(learner, booking):
    with travel(now() + timedelta(days=7, hours=-2)):
        assert by_api(learner, booking).status_code == 201
    with travel(now() + timedelta(days=7)):
        answer = by_api(learner, booking)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_tippable")
        assert leave(learner, booking).status_code == 409
        page = learner.get(booking.get_absolute_url()).content.decode()
        assert f"/bookings/{booking.pk}/tip/" not in page


@pytest.mark.parametrize("state", [BookingState.CONFIRMED, BookingState.NO_SHOW_LEARNER])
def test_who_was_not_there_leaves_no_tip(learner, booking, state):
    Booking.objects.update(state=state)
    assert by_api(learner, booking).status_code == 409


def test_nobody_tips_for_somebody_else(client, booking):
    client.force_login(make.person())
    assert by_api(client, booking).status_code == 404
    assert leave(client, booking).status_code == 404


def test_somebody_elses_tip_is_not_found(client, learner, booking):
    address = leave(learner, booking).url
    client.force_login(make.person())
    assert client.get(address).status_code == 404


def test_when_the_gateway_is_silent_the_page_says_so_and_keeps_the_words(
    learner, booking, simulator
):
    simulator.fault("POST /v1/orders", "5xx_before")
    answer = leave(learner, booking, message="Dear Mia")
    assert answer.status_code == 503
    assert "Dear Mia" in answer.content.decode()
