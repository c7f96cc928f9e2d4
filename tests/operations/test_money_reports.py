"""Money by period in the admin: what the ledger says, on the page and in files."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from payments.enums import Purpose
from payments.gateway import get_gateway
from payments.models import LedgerAccount, Payment
from payments.queries.reports import FIGURES, Step, by_period
from payments.services import gifts, orders, refunds, settlement
from peerlearn.accounts.models import User
from peerlearn.common.clock import travel
from tests import factories as make
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db(transaction=True)
MONEY = "/admin/money/"


def give(simulator, amount=10_000):
    gift = gifts.open_gift(
        payer=make.person(),
        payee=make.person(),
        amount=amount,
        room_ref="session:1",
        description="=Gift()",
        purpose=Purpose.TIP,
    )
    proof = simulator.pay(orders.register(order_id=gift.order_id))
    settlement.apply_gateway_payment(get_gateway().payment(proof["razorpay_payment_id"]))
    return gift


@pytest.fixture
def moved(simulator):
    """Gifts of three days and a refund of a part of one; returns the last day in India."""
    moment = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)  # half past eleven at night in India
    for days, amount in ((0, 5_000), (0, 10_000), (1, 20_000), (40, 10_000)):
        with travel(moment - timedelta(days=days)):
            gift = give(simulator, amount)
    with travel(moment + timedelta(hours=1)):
        refunds.request_refund(order_id=gift.order_id, amount=4_000, reason="fraud")
        refunds.sweep()
        refunds.sweep()
    return date(2026, 12, 1)


def whole(last, step=Step.DAY):
    return by_period(first=last - timedelta(days=365), last=last, step=step)


def balance(code):
    return LedgerAccount.objects.get(code=code).balance


@pytest.mark.parametrize("step", Step)
def test_totals_are_those_of_the_ledger_whatever_the_step(moved, step):
    total = whole(moved, step).total
    assert total["taken"] == 45_000
    assert total["refunded"] == 4_000
    assert total["platform_fee"] == balance("I:platform_fee")
    assert total["gateway_fee"] == balance("E:gateway_fee")
    held = total["taken"] - total["refunded"] - total["gateway_fee"]
    assert held == balance("A:gateway")
    lines = whole(moved, step).lines
    for name in FIGURES:
        assert sum(line.sums[name] for line in lines) == total[name]


def test_days_end_at_midnight_in_india(moved):
    lines = {line.begins: line.sums for line in whole(moved).lines}
    assert lines[date(2026, 11, 30)]["taken"] == 15_000
    assert lines[date(2026, 12, 1)]["refunded"] == 4_000
    assert lines[date(2026, 11, 29)]["taken"] == 20_000
    only = by_period(first=moved, last=moved)
    assert only.total["taken"] == 0
    assert only.total["refunded"] == 4_000


def test_weeks_begin_on_monday_and_months_on_the_first(moved):
    assert all(line.begins.weekday() == 0 for line in whole(moved, Step.WEEK).lines)
    months = [line.begins for line in whole(moved, Step.MONTH).lines]
    assert months == [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]


def test_a_report_is_one_statement(moved, django_assert_num_queries):
    with django_assert_num_queries(1):
        whole(moved)


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("root@example.test", make.PASSWORD, name="Root")
    log_in_verified(client, user)
    return client


def period(last, **more):
    return {"first": f"{last - timedelta(days=60)}", "last": f"{last}", "step": "day"} | more


def test_the_page_shows_lines_and_totals(admin, moved):
    page = admin.get(MONEY, period(moved)).content.decode()
    assert "₹450" in page
    assert "₹40" in page


def test_csv_and_xlsx_hold_the_same_sums(admin, moved):
    answer = admin.get(MONEY, period(moved, format="csv"))
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (rows[-1]["begins"], rows[-1]["taken_inr"]) == ("total", "450.00")
    answer = admin.get(MONEY, period(moved, format="xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    last = [cell.value for cell in list(sheet.rows)[-1]]
    assert last[:3] == ["total", 450, 40]
    assert "xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "yesterday"},
        {"last": "2020-01-01"},
        {"first": "1900-01-01"},
        {"step": "hour"},
        {"first": "\0"},
        {"first": "9999-12-31", "last": "9999-12-31"},
        {"first": "0001-01-01", "last": "0001-01-01"},
    ],
)
def test_a_wrong_period_is_told_and_nothing_breaks(admin, moved, wrong):
    for how in ("", "csv", "xlsx"):
        answer = admin.get(MONEY, period(moved, format=how) | wrong)
        assert answer.status_code in (200, 400)
    assert admin.get(MONEY, {"step": "month"}).status_code == 200


def test_payments_are_listed_filtered_and_taken_along(admin, moved):
    page = admin.get("/admin/payments/").content.decode()
    assert Payment.objects.latest("pk").gateway_payment_id in page
    none = admin.get("/admin/payments/results/", {"state": "failed"}).content.decode()
    assert "pay_" not in none
    for junk in ({"state": "x"}, {"created_at_from": "x"}, {"payer": "\0"}, {"method": "%"}):
        assert admin.get("/admin/payments/", junk).status_code == 200
    text = b"".join(admin.get("/admin/payments/", {"export": "csv"}).streaming_content).decode()
    assert "'=Gift()" in text


def test_the_first_page_of_payments_costs_the_same_however_many_there_are(
    admin, simulator, django_assert_max_num_queries
):
    for _ in range(5):
        give(simulator)
    with django_assert_max_num_queries(12):
        admin.get("/admin/payments/results/")


def test_only_who_manages_money_sees_it():
    client = Client()
    client.force_login(make.person())
    for address in (MONEY, "/admin/payments/"):
        assert client.get(address).status_code == 302
