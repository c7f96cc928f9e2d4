"""The mentor's earnings: sums from the ledger, what goes out, as a page, a form and a file."""

from datetime import timedelta

import pytest

from payments.models import Earning, Payout
from payments.payout_enums import PayoutState
from payments.services import payouts
from peerlearn.accounts import step_up
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments import earned

pytestmark = pytest.mark.django_db

HOME, NEW = "/mentor/earnings/", "/mentor/earnings/payout/"


@pytest.fixture
def mentor(client):
    person = earned.mentor(123_400)
    client.post("/login/", {"login": person.email, "password": make.PASSWORD})
    return person


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_tells_what_is_available_reserved_and_paid(client, mentor):
    method = earned.bank(mentor)
    assert "₹1,234" in text(client.get(HOME))
    payout = payouts.request(user=mentor, method_id=method.pk, amount=100_000)
    page = text(client.get(HOME))
    assert "₹234<" in page
    assert payout.reference in page
    assert "is under way" in page
    assert "Request payout" not in page
    admin = earned.admin()
    payouts.approve(actor=admin, payout_id=payout.pk)
    payouts.mark_paid(actor=admin, payout_id=payout.pk, utr="HDFC0123456")
    page = text(client.get(HOME))
    assert "HDFC0123456" in page
    assert "Paid out" in page
    assert earned.NUMBER not in page


def test_what_waits_says_when_the_next_of_it_is_available(client, mentor):
    Earning.objects.update(state="pending", waiting=123_400, due_at=now() + timedelta(days=1))
    assert "next: ₹1,234 on" in text(client.get(HOME))


def test_a_payout_is_asked_for_on_a_page_without_a_script(client, mentor):
    method = earned.bank(mentor)
    page = text(client.get(NEW))
    assert "•••• 1234" in page
    assert 'value="1234"' in page
    told = {"method": method.pk, "amount_rupees": "600.50"}
    page = text(client.post(NEW, told, follow=True))
    payout = Payout.objects.get()
    assert (payout.amount, payout.state) == (60_050, PayoutState.REQUESTED)
    assert payout.reference in page
    client.post(f"/mentor/earnings/payouts/{payout.pk}/cancel/")
    payout.refresh_from_db()
    assert payout.state == PayoutState.CANCELLED


@pytest.mark.parametrize(
    ("amount", "status", "words"),
    [
        ("499.99", 400, "A payout is ₹500 or more."),
        ("1234.01", 409, "You have ₹1,234 available."),
        ("", 400, "This field is required."),
        ("lots", 400, "Enter a number."),
        ("600.505", 400, "no more than 2 decimal places"),
        ("1e9", 409, "You have ₹1,234 available."),
        ("NaN", 400, "Enter a number."),
    ],
)
def test_a_wrong_amount_is_said_beside_its_field_and_takes_nothing(
    client, mentor, amount, status, words
):
    method = earned.bank(mentor)
    answer = client.post(NEW, {"method": method.pk, "amount_rupees": amount})
    assert answer.status_code == status
    assert words in text(answer)
    assert not Payout.objects.exists()


def test_asking_needs_a_fresh_proof_of_who_it_is(client, mentor):
    method = earned.bank(mentor)
    with travel(now() + timedelta(seconds=step_up.SECONDS + 5)):
        told = {"method": method.pk, "amount_rupees": "600"}
        answer = client.post(NEW, told)
        assert answer.status_code == 302
        assert "payout-dialog" not in text(client.get(HOME))
    assert not Payout.objects.exists()
    assert "payout-dialog" in text(client.get(HOME))


def test_without_an_account_the_page_says_where_to_name_one(client, mentor):
    assert "There is no account yet" in text(client.get(NEW))
    assert "Tell us where it should go" in text(client.get(HOME))


def test_the_file_holds_each_tip_and_no_formula(client, mentor):
    order = mentor.earnings.get().order
    order.description = "=HYPERLINK(1)"
    order.save()
    answer = client.get(f"{HOME}earnings.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("session,starts_at,receipt,paid_inr")
    assert len(lines) == 2
    assert lines[1].startswith("'=HYPERLINK(1),")
    assert ",1234.00,1234.00,0,0.00,1234.00,Available," in lines[1]


def test_the_statements_of_the_page_do_not_grow_with_what_was_earned(
    client, mentor, django_assert_max_num_queries
):
    earned.bank(mentor)
    for _ in range(5):
        earned.earn(mentor, 10_000)
    with django_assert_max_num_queries(20):
        client.get(HOME)
