"""The list of disputes, for who manages money."""

import csv
import io
import re

import pytest

from payments.services import disputes
from peerlearn.accounts.models import User
from tests import factories
from tests.payments.money import paid_order
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

LIST = "/admin/disputes/"


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    log_in_verified(client, user)
    return user


@pytest.fixture
def paid(simulator):
    return paid_order(simulator).payments.get()


def told(name, **more):
    return {
        "id": name,
        "amount": 45_000,
        "reason_code": "=goods",
        "respond_by": 1_800_000_000,
    } | more


def test_disputes_lead_to_their_orders_and_can_be_asked_for_by_state(client, admin, paid):
    disputes.apply(payment=paid, told=told("disp_open"), kind="created")
    disputes.apply(payment=paid, told=told("disp_won"), kind="created")
    disputes.apply(payment=paid, told=told("disp_won"), kind="won")
    page = client.get(LIST).content.decode()
    assert f'href="/admin/orders/{paid.order_id}/"' in page
    assert "₹450" in page
    days = re.findall(r"<td[^>]*>\s*([^<]*2027[^<]*?)\s*</td>", page)
    assert len(days) == 2, "the day by which to answer, in words"
    assert all(day.endswith((" IST", " UTC")) for day in days), "and on whose clock"
    assert "disp_open" in page
    assert "disp_won" in page
    won = client.get(f"{LIST}?state=won").content.decode()
    assert "disp_won" in won
    assert "disp_open" not in won


def test_the_file_to_take_along_holds_no_formula(client, admin, paid):
    disputes.apply(payment=paid, told=told("disp_open"), kind="created")
    answer = client.get(f"{LIST}?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert len(rows) == 2
    assert not any(cell.startswith("=") for cell in rows[1])
    assert paid.order.receipt in rows[1]
