"""Receipts and credit notes as pages and files: one's own and nobody else's."""

import csv
import io
import re

import pytest

from payments.gateway import get_gateway
from payments.models import CreditNote, PaperCounter, Receipt
from payments.queries import papers as queries
from payments.services import gifts, orders, refunds, settlement
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def learner():
    return make.person("Lena Learner")


@pytest.fixture
def receipt(simulator, learner):
    """The receipt of a gift of which a part was paid back."""
    gift = gifts.open_gift(
        payer=learner,
        payee=make.mentor("=Mia() Mentor").user,
        amount=10_000,
        room_ref="session:1",
        description="=Gift() for आशा",
    )
    proof = simulator.pay(orders.register(order_id=gift.order_id))
    settlement.apply_gateway_payment(get_gateway().payment(proof["razorpay_payment_id"]))
    refunds.request_refund(order_id=gift.order_id, amount=4_000, reason="fraud")
    refunds.sweep()
    refunds.sweep()
    return Receipt.objects.get()


def test_a_receipt_says_who_what_how_much_and_what_came_back(client, learner, receipt):
    client.force_login(learner)
    page = client.get(receipt.get_absolute_url()).content.decode()
    note = CreditNote.objects.get()
    for words in (receipt.number, "Lena Learner", "₹100", note.number, "₹40"):
        assert words in page
    page = client.get(note.get_absolute_url()).content.decode()
    assert note.number in page
    assert receipt.number in page


@pytest.mark.parametrize("kind", [Receipt, CreditNote])
def test_each_paper_is_a_pdf_with_its_number_as_name(client, learner, receipt, kind):
    client.force_login(learner)
    paper = kind.objects.get()
    answer = client.get(f"{paper.get_absolute_url()}pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert paper.number.replace("/", "-") in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) > 2_000


def test_only_the_payer_and_who_manages_money_read_it(client, receipt):
    addresses = [receipt.get_absolute_url(), f"{receipt.get_absolute_url()}pdf/"]
    for somebody in (make.person(), make.mentor().user, receipt.order.payee):
        client.force_login(somebody)
        assert [client.get(one).status_code for one in addresses] == [404, 404]


def test_the_history_leads_to_the_papers_and_is_filtered_by_kind(client, learner, receipt):
    client.force_login(learner)
    page = client.get("/learner/payments/?what=gift").content.decode()
    assert receipt.get_absolute_url() in page
    assert CreditNote.objects.get().get_absolute_url() in page
    assert "No payment of this kind" in client.get("/learner/payments/?what=tip").content.decode()
    assert client.get("/learner/payments/?what=%00&show=<script>").status_code == 200


def test_the_file_holds_all_of_ones_own_rows_and_no_formula(client, learner, receipt):
    client.force_login(learner)
    answer = client.get("/learner/payments/export/")
    text = answer.content.decode("utf-8-sig")
    refund, gift = list(csv.DictReader(io.StringIO(text)))
    assert (gift["Paid (INR)"], gift["Paper"]) == ("100.00", receipt.number)
    assert (refund["Kind"], refund["Paid back (INR)"]) == ("refund", "40.00")
    assert gift["What"] == "'=Gift() for आशा"
    assert gift["Mentor"] == "'=Mia() Mentor"
    assert not re.search(r"(^|,)[=+@-]", text, re.MULTILINE)


def test_somebody_elses_rows_are_not_in_the_file(client, receipt):
    client.force_login(make.person())
    text = client.get("/learner/payments/export/").content.decode()
    assert len(text.splitlines()) == 1


def test_a_gap_in_the_numbers_is_found(receipt):
    assert list(queries.faults()) == []
    PaperCounter.objects.filter(series="PL").update(last=7)
    (fault,) = queries.faults()
    assert "papers PL/" in fault
