"""Receipts and credit notes: one each, numbered without a gap, never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from payments.enums import Purpose
from payments.gateway import get_gateway
from payments.models import CreditNote, PaperCounter, Receipt
from payments.services import gifts, orders, papers, refunds, settlement
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def an_order(payer=None, amount=45_000):
    return orders.open_order(
        payer=payer or make.person("Lena Learner"),
        payee=make.person("Mia Mentor"),
        amount=amount,
        purpose=Purpose.BOOKING,
        purpose_ref="1",
        description="Rust",
        expires_at=None,
    )


def a_paid_gift(simulator, payer=None):
    gift = gifts.open_gift(
        payer=payer or make.person("Lena Learner"),
        payee=make.person("Mia Mentor"),
        amount=10_000,
        room_ref="session:1",
        description="Gift: Rust",
    )
    proof = simulator.pay(orders.register(order_id=gift.order_id))
    settlement.apply_gateway_payment(get_gateway().payment(proof["razorpay_payment_id"]))
    return gift


def test_whatever_is_paid_and_given_has_a_receipt_with_what_it_was(simulator):
    gift = a_paid_gift(simulator)
    receipt = Receipt.objects.get()
    assert receipt.number == f"PL/{papers.financial_year(now())}/000001"
    assert len(receipt.number) <= 16
    assert (receipt.order_id, receipt.total) == (gift.order_id, 10_000)
    assert (receipt.payer_name, receipt.payee_name) == ("Lena Learner", "Mia Mentor")
    (line,) = receipt.content["lines"]
    assert (line["text"], line["total"], line["tax"]) == ("Gift: Rust", 10_000, 0)


def test_the_same_order_has_one_receipt_however_often_it_is_told_of(simulator):
    gift = a_paid_gift(simulator)
    settlement.sync_order(order_id=gift.order_id)
    settlement.fulfil(order_id=gift.order_id)
    assert papers.issue_receipt(order=gift.order) == Receipt.objects.get()


def test_each_refund_has_a_credit_note_in_a_series_of_its_own(simulator):
    gift = a_paid_gift(simulator)
    refunds.request_refund(order_id=gift.order_id, amount=4_000, reason="fraud")
    for _ in range(2):
        refunds.sweep()
    note = CreditNote.objects.get()
    assert note.number == f"PC/{papers.financial_year(now())}/000001"
    assert (note.total, note.receipt) == (4_000, Receipt.objects.get())


def test_money_that_bought_nothing_has_neither_receipt_nor_credit_note(simulator):
    gift = a_paid_gift(simulator)
    told = get_gateway().payment(gift.order.payments.get().gateway_payment_id)
    settlement.apply_gateway_payment(told | {"id": "pay_Second00000000"})
    for refund in gift.order.payments.get(gateway_payment_id="pay_Second00000000").refunds.all():
        assert papers.issue_credit_note(refund=refund) is None
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2027, 3, 31, 18, 29, tzinfo=UTC), "26-27"),
        (datetime(2027, 3, 31, 18, 30, tzinfo=UTC), "27-28"),
        (datetime(2026, 4, 1, tzinfo=UTC), "26-27"),
        (datetime(2027, 1, 1, tzinfo=UTC), "26-27"),
        (datetime(2099, 6, 1, tzinfo=UTC), "99-00"),
    ],
)
def test_a_financial_year_begins_in_april_on_indias_clock(moment, year):
    assert papers.financial_year(moment) == year


def test_each_year_counts_from_one():
    with travel(datetime(2027, 3, 31, 12, tzinfo=UTC)):
        first = papers.issue_receipt(order=an_order())
    with travel(datetime(2027, 4, 1, 12, tzinfo=UTC)):
        second = papers.issue_receipt(order=an_order())
    assert (first.number, second.number) == ("PL/26-27/000001", "PL/27-28/000001")


def test_a_number_that_was_rolled_back_is_given_out_again():
    with transaction.atomic():
        papers.issue_receipt(order=an_order())
        transaction.set_rollback(True)
    assert papers.issue_receipt(order=an_order()).serial == 1


def test_the_database_refuses_to_change_or_to_delete_a_paper():
    receipt = papers.issue_receipt(order=an_order())
    mine = Receipt.objects.filter(pk=receipt.pk)
    for change in ({"total": 1}, {"number": "PL/26-27/000099"}, {"content": {}}):
        with pytest.raises(DatabaseError), transaction.atomic():
            mine.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        mine.delete()


def test_who_is_erased_is_a_name_no_more_and_the_paper_stays():
    payer = make.person("Lena Learner")
    receipt = papers.issue_receipt(order=an_order(payer))
    papers.forget_person(user_id=payer.pk)
    papers.forget_person(user_id=receipt.order.payee_id)
    receipt.refresh_from_db()
    assert (receipt.payer_name, receipt.payee_name) == (papers.FORGOTTEN, papers.FORGOTTEN)
    assert receipt.total == 45_000
    assert "Lena" not in str(receipt.content)


def test_with_a_tax_number_the_tax_within_the_price_stands_on_the_line(settings):
    settings.SELLER_GSTIN, settings.GST_RATE_BPS = "29ABCDE1234F1Z5", 1_800
    (line,) = papers.issue_receipt(order=an_order(amount=11_800)).content["lines"]
    assert (line["net"], line["tax"], line["total"]) == (10_000, 1_800, 11_800)
    assert line["sac"]
    for amount in (101, 9_999, 45_000, 10**12 + 7):
        tax = papers.tax_within(amount)
        assert abs(tax * 11_800 - amount * 1_800) * 2 <= 11_800


@pytest.mark.postgres
def test_twenty_at_once_leave_no_gap_though_every_third_fails():
    made = [an_order() for _ in range(60)]

    def issue(nth):
        try:
            with transaction.atomic():
                papers.issue_receipt(order=made[nth])
                transaction.set_rollback(nth % 3 == 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(issue, range(60)))
    assert sorted(Receipt.objects.values_list("serial", flat=True)) == list(range(1, 41))
    assert PaperCounter.objects.get().last == 40


@pytest.mark.postgres
def test_one_order_told_of_by_twenty_at_once_has_one_receipt(simulator):
    gift = a_paid_gift(simulator)

    def again(_):
        try:
            settlement.fulfil(order_id=gift.order_id)
        finally:
            connection.close()

    with travel(now() + timedelta(minutes=1)), ThreadPoolExecutor(20) as pool:
        list(pool.map(again, range(20)))
    assert Receipt.objects.count() == 1
