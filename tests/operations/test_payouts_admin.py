"""Payouts in the admin: approved, refused and paid by who manages money, and by nobody else."""

import io

import pytest
from django.core.management import CommandError, call_command

from payments.models import Payout, PayoutMethod
from payments.payout_enums import MethodState, PayoutState
from payments.services import payout_methods
from peerlearn.accounts.models import AuditEvent, User
from tests import factories as make
from tests.payments import earned
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

QUEUE, ACCOUNTS = "/admin/payouts/", "/admin/payout-accounts/"


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("boss@example.test", make.PASSWORD, name="Boss")
    log_in_verified(client, user)
    return user


def act(client, payout, **told):
    return client.post(f"{QUEUE}{payout.pk}/", told, follow=True).content.decode()


def test_a_payout_is_approved_and_paid_with_the_banks_reference(client, admin):
    payout = earned.requested()
    page = client.get(QUEUE).content.decode()
    assert payout.reference in page
    assert "Asha Raman" in page
    assert "₹1,000" in page
    assert "Approval" in page
    assert earned.NUMBER not in page
    assert "The mentor was told" in act(client, payout, act="approve")
    page = act(client, payout, act="paid", utr="12")
    assert "6 to 40" in page
    assert "HDFC0123456" in act(client, payout, act="paid", utr="HDFC0123456")
    payout.refresh_from_db()
    assert payout.state == PayoutState.PROCESSED


def test_a_payout_is_refused_with_a_reason_or_not_at_all(client, admin):
    payout = earned.requested()
    assert "Say why." in act(client, payout, act="reject", why=" ")
    assert "Not approved" in act(client, payout, act="reject", why="Another name")
    assert earned.available(payout.payee) == 100_000


def test_a_large_one_says_that_somebody_else_has_to_approve_it_too(client, admin):
    payout = earned.requested(3_000_000)
    assert "Somebody else has to approve it, too" in act(client, payout, act="approve")
    assert "You approved it." in act(client, payout, act="approve")
    payout.refresh_from_db()
    assert payout.state == PayoutState.REQUESTED


def test_the_queue_filters_and_can_be_taken_along(client, admin):
    payout = earned.requested()
    Payout.objects.update(why="=1+1")
    assert payout.reference not in client.get(f"{QUEUE}?state=processed").content.decode()
    assert payout.reference in client.get(f"{QUEUE}?state=requested").content.decode()
    text = b"".join(client.get(f"{QUEUE}?export=csv").streaming_content).decode()
    assert payout.reference in text
    assert "'=1+1" in text
    assert earned.NUMBER not in text


def test_an_account_is_verified_or_refused_with_a_reason(client, admin):
    user = earned.mentor(0)
    told = {"user": user, "kind": "upi", "holder": "Asha Raman"}
    one = payout_methods.add(**told, account="asha@okaxis")
    two = payout_methods.add(**told, account="raman@okaxis")
    page = client.get(ACCOUNTS).content.decode()
    assert "a••••@okaxis" in page
    assert "asha@okaxis" not in page
    client.post(f"{ACCOUNTS}{one.pk}/", {"act": "verify"})
    answer = client.post(f"{ACCOUNTS}{two.pk}/", {"act": "refuse", "why": ""})
    assert "Say why." in answer.content.decode()
    client.post(f"{ACCOUNTS}{two.pk}/", {"act": "refuse", "why": "Not yours"})
    states = list(PayoutMethod.objects.order_by("pk").values_list("state", flat=True))
    assert states == [MethodState.VERIFIED, MethodState.REFUSED]
    assert "okaxis" not in client.get(ACCOUNTS).content.decode()


def test_editors_and_moderators_are_not_let_in(client):
    payout = earned.requested()
    for person in (make.editor(), make.moderator()):
        log_in_verified(client, person)
        for path in (QUEUE, f"{QUEUE}{payout.pk}/", ACCOUNTS):
            assert client.get(path).status_code == 403


def test_the_account_in_full_is_printed_at_the_server_only_and_noted(client, admin):
    payout = earned.requested()
    out = io.StringIO()
    with pytest.raises(CommandError, match="does not wait"):
        call_command("payout_details", payout.reference, by=admin.email, stdout=out)
    act(client, payout, act="approve")
    assert earned.NUMBER not in client.get(f"{QUEUE}{payout.pk}/").content.decode()
    with pytest.raises(CommandError, match="may not"):
        call_command("payout_details", payout.reference, by=payout.payee.email, stdout=out)
    call_command("payout_details", payout.reference, by=admin.email, stdout=out)
    assert earned.NUMBER in out.getvalue()
    noted = AuditEvent.objects.get(action="payout_details_read")
    assert earned.NUMBER not in str(noted.detail)
