"""The queue of money that differs: for who manages money, closed with a note."""

import pytest

from payments.models import ReconIssue
from payments.recon_enums import ReconKind, ReconState
from payments.services import issues
from peerlearn.accounts.models import AuditEvent, User
from tests import factories
from tests.payments.money import paid_order
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

QUEUE = "/admin/money/issues/"


@pytest.fixture
def issue():
    return issues.report(
        kind=ReconKind.AMOUNT, ref="pay_1", expected="=45000 INR", actual="<b>1</b> INR"
    )


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    log_in_verified(client, user)
    return user


def test_an_administrator_reads_it_and_closes_it_with_a_note(client, admin, issue):
    page = client.get(QUEUE).content.decode()
    assert "pay_1" in page
    assert "&lt;b&gt;1&lt;/b&gt; INR" in page
    one = f"{QUEUE}{issue.pk}/"
    assert client.post(one, {"note": " "}).status_code == 200
    client.post(one, {"note": "The bank was asked."})
    closed = ReconIssue.objects.get()
    assert (closed.state, closed.closed_by) == (ReconState.RESOLVED, admin)
    assert AuditEvent.objects.get(action="recon_issue_resolved").actor == admin
    assert "pay_1" not in client.get(QUEUE).content.decode()
    assert client.get(one).status_code == 404


def test_an_issue_about_a_payment_leads_to_its_order(client, admin, simulator):
    order = paid_order(simulator)
    payment = order.payments.get()
    about = issues.report(
        kind=ReconKind.REFUND_FAILED,
        ref=f"refund 1 of {payment.gateway_payment_id}",
        expected="45000 paise back",
        actual="no",
    )
    page = client.get(f"{QUEUE}{about.pk}/").content.decode()
    assert f'href="/admin/orders/{order.pk}/"' in page
    assert "admin.css" in page  # lists scroll on a phone


def test_a_moderator_is_not_let_in(client, issue):
    log_in_verified(client, factories.moderator())
    assert client.get(QUEUE).status_code == 403
    assert client.post(f"{QUEUE}{issue.pk}/", {"note": "x"}).status_code == 403
    assert ReconIssue.objects.get().state == ReconState.OPEN


def test_the_queue_can_be_taken_along_and_holds_no_formula(client, admin, issue):
    text = b"".join(client.get(f"{QUEUE}?export=csv").streaming_content).decode()
    assert "'=45000 INR" in text
