"""No secret, no card number and no full UPI address in a log, a page or an answer of the API."""

import json
import logging
import re

import pytest
from django.conf import settings
from django.core import mail

from learning.models import Booking
from learning.services import mails
from payments.gateway import get_gateway
from payments.models import Order, Receipt
from payments.services import gifts, orders, refunds, settlement, webhooks
from payments.signatures import sign
from peerlearn.accounts.models import User
from tests import factories as make
from tests.payments.simulator_fixture import KEY_SECRET, WEBHOOK_SECRET
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db(transaction=True)

VPA = "lena.pays@okexample"
CARD = "4100280000001007"
NUMBERS = re.compile(r"(?<![\w.])(?:\d[ -]?){13,19}(?![\w.])")


def is_card(text):
    """Tell whether digits pass the check that every card number passes."""
    digits = [int(sign) for sign in reversed(text) if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) if nth % 2 else digit for nth, digit in enumerate(digits)]
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0 and digits[-1] in (3, 4, 5, 6)


def leaks(text):
    """Return what of `text` must not be there."""
    secrets = (KEY_SECRET, WEBHOOK_SECRET, settings.SECRET_KEY, VPA, VPA.split("@")[0], CARD)
    found = [secret for secret in secrets if secret in text]
    return found + [number for number in NUMBERS.findall(text) if is_card(number)]


@pytest.fixture
def logged(caplog):
    """Everything that is logged, down to the last detail."""
    caplog.set_level(logging.DEBUG)
    return caplog


def tell(order, proof, kind="payment.captured"):
    entity = get_gateway().payment(proof["razorpay_payment_id"])
    entity |= {"vpa": VPA, "card": {"last4": CARD[-4:], "number": CARD}}
    body = json.dumps({"event": kind, "payload": {"payment": {"entity": entity}}}).encode()
    event = webhooks.receive(
        body=body, signature=sign(WEBHOOK_SECRET, body), event_id=f"evt_{entity['id']}"
    )
    webhooks.process(event_pk=event.pk)


@pytest.fixture
def paid(simulator, logged, client):
    """A booking paid by UPI after a failure, a tip paid by card, a refund; and a forged proof."""
    booking = make.seat(make.session(price=45_000, starts_in=240))
    order = orders.register(order_id=booking.order_id)
    simulator.pay(order, "failed", vpa=VPA)
    tell(order, simulator.pay(order, vpa=VPA))
    gift = gifts.open_gift(
        payer=booking.learner,
        payee=booking.session.mentor.user,
        amount=20_000,
        room_ref="session:1",
        description="Gift",
    )
    registered = orders.register(order_id=gift.order_id)
    proof = simulator.pay(registered, card=CARD)
    client.force_login(booking.learner)
    for wrong in ("0" * 64, WEBHOOK_SECRET[:10], "ü"):
        forged = proof | {"razorpay_signature": wrong}
        client.post("/api/payments/verify/", forged, content_type="application/json")
    simulator.fault("GET /v1/payments/*", "5xx_before")
    for _ in range(2):
        client.post("/api/payments/verify/", proof, content_type="application/json")
    settlement.sync_order(order_id=gift.order_id)
    refunds.request_refund(order_id=booking.order_id, amount=10_000, reason="test")
    refunds.sweep()
    refunds.sweep()
    mails.send_due()
    return Booking.objects.get(pk=booking.pk)


def test_pages_and_answers_of_the_payer_hold_nothing_secret(paid, client):
    receipt = Receipt.objects.get(order=paid.order_id)
    addresses = [
        paid.get_absolute_url(),
        "/learner/payments/",
        "/learner/payments/export/",
        receipt.get_absolute_url(),
        "/api/payments/history/",
        f"/api/bookings/{paid.pk}/",
        "/profile/payment/",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert leaks(answer.content.decode()) == [], address


def test_what_checkout_is_opened_with_holds_nothing_secret(simulator, client, logged):
    booking = make.seat(make.session(price=45_000, starts_in=240))
    client.force_login(booking.learner)
    body = {"order": booking.order_id}
    answer = client.post("/api/payments/create/", body, content_type="application/json")
    assert answer.status_code == 200
    assert leaks(answer.content.decode()) == []
    assert leaks(client.get(booking.get_absolute_url()).content.decode()) == []


def test_pages_of_the_mentor_and_of_staff_hold_nothing_secret(paid, client):
    client.force_login(paid.session.mentor.user)
    for address in ("/mentor/earnings/", "/api/earnings/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert leaks(answer.content.decode()) == [], address
    admin = User.objects.create_superuser("root@example.test", make.PASSWORD, name="Root")
    log_in_verified(client, admin)
    staff = [
        "/admin/payments/",
        "/admin/money/",
        "/admin/orders/",
        "/admin/disputes/",
        f"/admin/orders/{paid.order_id}/",
    ]
    for address in staff:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert leaks(answer.content.decode()) == [], address


def test_logs_and_mails_hold_nothing_secret(paid, logged):
    records = logged.get_records("setup") + logged.get_records("call")
    written = "\n".join(logging.Formatter("%(name)s %(message)s").format(one) for one in records)
    assert "payments." in written
    assert leaks(written) == []
    assert mail.outbox
    assert [leaks(f"{sent.subject} {sent.body}") for sent in mail.outbox] == [[]] * len(mail.outbox)


def test_what_is_stored_of_a_payment_names_neither_card_nor_upi_address(paid):
    orders_ = Order.objects.values_list("pk", flat=True)
    for order in Order.objects.filter(pk__in=orders_).prefetch_related("payments"):
        for payment in order.payments.all():
            kept = {name: str(value) for name, value in vars(payment).items()}
            assert leaks(json.dumps(kept)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [(f"key {KEY_SECRET}", 1), ("4100 2800 0000 1007", 1), (f"to {VPA}", 2), ("1700000000000", 0)],
)
def test_the_search_itself_finds_what_it_looks_for(text, found):
    assert len(leaks(text)) == found
