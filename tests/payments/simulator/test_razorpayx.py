"""Contacts, fund accounts, payouts and settlements at the simulator, through the gateway port."""

from dataclasses import replace
from datetime import datetime

import pytest

from payments.gateway import PayoutRequest, Rejected, get_gateway
from payments.simulator.settlements import INDIA

BANK = {"name": "Asha Rao", "ifsc": "HDFC0001234", "account_number": "50100012345678"}


@pytest.fixture
def gateway(simulator):
    return get_gateway()


@pytest.fixture
def account(gateway):
    contact = gateway.create_contact(name="Asha Rao", email="a@example.test", reference="user-7")
    return gateway.create_fund_account(contact_id=contact["id"], kind="bank_account", details=BANK)


@pytest.fixture
def request_(account):
    return PayoutRequest(
        account_number="2323230000000001",
        fund_account_id=account["id"],
        amount=75_000,
        mode="IMPS",
        reference="payout-1",
        narration="PeerLearn earnings",
        key="po-00000001",
    )


def test_the_same_place_is_one_fund_account(gateway, account):
    again = gateway.create_fund_account(
        contact_id=account["contact_id"], kind="bank_account", details=BANK
    )
    assert again["id"] == account["id"]
    assert gateway.contacts_with_reference("user-7")[0]["id"] == account["contact_id"]


@pytest.mark.parametrize("bad", [{"ifsc": "hdfc1"}, {"account_number": "12"}, {"name": "x"}])
def test_a_bank_account_against_the_rules_is_refused(gateway, account, bad):
    with pytest.raises(Rejected) as refused:
        gateway.create_fund_account(
            contact_id=account["contact_id"], kind="bank_account", details=BANK | bad
        )
    assert refused.value.field == next(iter(bad))


def test_one_key_pays_out_once_and_refuses_another_body(gateway, request_):
    first = gateway.create_payout(request_)
    assert gateway.create_payout(request_) == first
    with pytest.raises(Rejected):
        gateway.create_payout(replace(request_, amount=75_001))
    found = gateway.payouts_with_reference(
        account_number=request_.account_number, reference="payout-1"
    )
    assert [payout["id"] for payout in found] == [first["id"]]


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 99},
        {"mode": "UPI"},
        {"narration": "no-dashes"},
        {"reference": "x" * 41},
        {"key": "abc"},
        {"key": ""},
        {"fund_account_id": "fa_nobody"},
    ],
)
def test_a_payout_against_the_rules_is_refused(gateway, request_, change):
    with pytest.raises(Rejected):
        gateway.create_payout(replace(request_, **change))


def test_a_payout_is_moved_by_hand_and_may_come_back(gateway, request_, simulator):
    payout = gateway.create_payout(request_)
    assert payout["status"] == "processing"
    simulator.act("payouts", id=payout["id"], status="processed")
    assert gateway.payout(payout["id"])["utr"]
    simulator.act("payouts", id=payout["id"], status="reversed")
    assert gateway.payout(payout["id"])["status"] == "reversed"
    assert "error" in simulator.act("payouts", id=payout["id"], status="processed")


def test_only_a_queued_payout_can_be_cancelled(gateway, request_, simulator):
    simulator.fault("payout", "payout_queue")
    queued = gateway.create_payout(request_)
    assert gateway.cancel_payout(queued["id"])["status"] == "cancelled"
    sent = gateway.create_payout(replace(request_, key="po-00000002"))
    with pytest.raises(Rejected):
        gateway.cancel_payout(sent["id"])


@pytest.mark.parametrize(
    ("fault", "end"),
    [
        ("payout_fail", "failed"),
        ("payout_process_then_reverse", "reversed"),
        ("payout_fail_then_reverse", "reversed"),
    ],
)
def test_a_payout_goes_the_way_its_fault_says(gateway, request_, simulator, fault, end):
    simulator.fault("payout", fault)
    payout = gateway.create_payout(request_)
    simulator.act("clock", advance=10)
    assert gateway.payout(payout["id"])["status"] == end


def test_money_is_settled_two_working_days_later_less_fees_and_refunds(gateway, simulator):
    order = gateway.create_order(receipt="r-1", amount=45_000, currency="INR")
    paid = simulator.act("pay", order_id=order["id"])["razorpay_payment_id"]
    gateway.refund(paid, amount=10_000, key="rf-000000000001")
    settled = simulator.act("settle")["settlements"][0]
    today = datetime.now(INDIA)
    rows = list(gateway.settled(year=today.year, month=today.month, day=today.day))
    assert [(r["type"], r["debit"], r["credit"]) for r in rows] == [
        ("payment", 0, 45_000 - 1_062),
        ("refund", 10_000, 0),
    ]
    assert settled["amount"] == 45_000 - 1_062 - 10_000
    assert {row["settlement_id"] for row in rows} == {settled["id"]}
    assert simulator.act("settle")["settlements"] == []


def test_lists_come_in_pages_and_only_between_two_moments(gateway, simulator):
    made = [
        gateway.create_order(receipt=f"r-{n}", amount=100 + n, currency="INR")["id"]
        for n in range(3)
    ]
    moment = gateway.orders_with_receipt("r-1")[0]["created_at"]
    seen = [order["id"] for order in gateway.all_orders(since=moment - 60, until=moment + 60)]
    assert seen == made[::-1]
    assert list(gateway.all_orders(since=moment + 60, until=moment + 90)) == []
