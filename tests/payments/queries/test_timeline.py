"""Each side of an order sees what is theirs of its money, and staff see all of it."""

from datetime import timedelta

import pytest

from learning.models import Booking
from payments.models import Payout, PayoutMethod
from payments.queries.timeline import Viewer, entries_of, timeline
from payments.services import earnings, refunds
from peerlearn.accounts.models import User
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments.money import paid_order
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(simulator):
    return paid_order(simulator)


def told(order, viewer):
    return [(step.kind, step.amount, step.done) for step in timeline(order, viewer)]


def test_the_payer_sees_what_was_paid_held_released_and_paid_back_and_never_the_fee(order):
    refunds.request_refund(order_id=order.pk, amount=5_000, reason="secret reason")
    earnings.earn(order_id=order.pk)
    seen = told(order, Viewer.PAYER)
    assert seen == [
        ("captured", 45_000, True),
        ("held", 45_000, True),
        ("released", 40_000, True),
        ("refunded", 5_000, False),
    ]
    words = " ".join(step.title + step.note for step in timeline(order, Viewer.PAYER))
    assert "fee" not in words
    assert "secret" not in words


def test_the_payee_sees_fee_and_own_part_and_until_when_it_waits(order):
    earnings.earn(order_id=order.pk)
    assert told(order, Viewer.PAYEE) == [
        ("held", 45_000, True),
        ("earned", 36_000, True),
        ("released", 36_000, False),
    ]
    earnings.hold(order_id=order.pk)
    assert told(order, Viewer.PAYEE)[-1] == ("held_back", 36_000, False)


def test_the_payee_sees_in_which_payout_it_went(order):
    other = earnings.earn(order_id=order.pk)
    with travel(now() + timedelta(hours=73)):
        earnings.mature()
    method = PayoutMethod.objects.create(
        user=order.payee, kind="upi", masked="a***@b", usable_from=now()
    )
    for amount, state in ((20_000, "processed"), (16_000, "requested"), (50_000, "rejected")):
        Payout.objects.create(
            payee=order.payee,
            method=method,
            amount=amount,
            state=state,
            key=f"k{amount}",
            requested_at=now() + timedelta(hours=74, minutes=amount // 1_000),
            processed_at=now() + timedelta(hours=99) if state == "processed" else None,
        )
    paid = [step for step in told(order, Viewer.PAYEE) if step[0] == "paid_out"]
    assert sorted(paid) == [("paid_out", 16_000, False), ("paid_out", 20_000, True)]
    assert other.own == 36_000


def test_staff_see_the_gateways_fee_and_every_line_of_the_ledger(order):
    earnings.earn(order_id=order.pk)
    assert ("gateway_fee", 1_062, True) in told(order, Viewer.STAFF)
    lines = entries_of(order)
    assert {entry.transaction.kind for entry in lines} == {"capture", "gateway_fee", "earned"}
    assert sum(entry.amount for entry in lines) == 0


def test_the_booking_page_shows_its_learner_what_became_of_the_money(client, order):
    booking = Booking.objects.get(order=order)
    client.force_login(booking.learner)
    page = client.get(f"/bookings/{booking.pk}/").content.decode()
    assert 'data-step="captured"' in page
    assert 'data-step="earned"' not in page


def test_the_mentor_sees_the_money_of_their_own_seats_only(client, order):
    address = f"/mentor/earnings/orders/{order.pk}/"
    earnings.earn(order_id=order.pk)
    client.force_login(order.payee)
    page = client.get(address).content.decode()
    assert 'data-step="earned"' in page
    assert "₹450 less our fee of ₹90" in page
    client.force_login(make.mentor().user)
    assert client.get(address).status_code == 404


def test_staff_have_a_failed_refund_sent_anew_from_the_orders_page(client, order, settings):
    settings.REFUND_TRIES = 1
    refund = refunds.request_refund(order_id=order.pk, amount=5_000, reason="test")
    type(refund).objects.filter(pk=refund.pk).update(state="submitted")
    refund.refresh_from_db()
    refunds.fail(refund, "The bank account is closed.")
    boss = User.objects.create_superuser("boss@example.test", make.PASSWORD, name="Boss")
    log_in_verified(client, boss)
    page = client.get(f"/admin/orders/{order.pk}/").content.decode()
    assert "The bank account is closed." in page
    client.post(f"/admin/orders/{order.pk}/", {"refund": refund.pk})
    refund.refresh_from_db()
    assert refund.state == "requested"
