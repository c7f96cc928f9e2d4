"""A payout is set aside once, approved by who may, paid once, and given back at most once."""

from datetime import timedelta

import pytest
from django.core import mail

from payments.models import Payout
from payments.payout_enums import MethodState, PayoutState
from payments.queries import ledger_faults
from payments.services import ledger, payout_methods, payouts, refunds
from peerlearn.accounts.enums import Standing
from peerlearn.accounts.models import AuditEvent, User
from peerlearn.accounts.services import standing
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.notifications.models import Notice
from tests import factories as make
from tests.payments import earned
from tests.payments.earned import available

pytestmark = pytest.mark.django_db

UTR = "HDFCN52026112100"


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


def code(act, **arguments) -> str:
    with pytest.raises(DomainError) as refused:
        act(**arguments)
    return refused.value.code


def reserved(payout: Payout) -> int:
    return ledger.balance(ledger.payout(payout.pk))


def test_a_request_sets_the_money_aside_and_is_paid_by_hand_with_the_banks_reference():
    payout = earned.requested(100_000, amount=60_000)
    assert (available(payout.payee), reserved(payout)) == (40_000, 60_000)
    admin = earned.admin()
    assert payouts.approve(actor=admin, payout_id=payout.pk).state == PayoutState.APPROVED
    paid = payouts.mark_paid(actor=admin, payout_id=payout.pk, utr=f" {UTR.lower()} ")
    assert (paid.state, paid.utr, paid.provider) == (PayoutState.PROCESSED, UTR, "manual")
    assert (reserved(payout), ledger.balance(ledger.BANK)) == (0, -60_000)
    assert available(payout.payee) == 40_000


def test_each_step_is_a_notice_a_mail_and_an_event_of_the_audit_log(
    django_capture_on_commit_callbacks,
):
    admin, user = earned.admin(), earned.mentor()
    method = earned.bank(user)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        payout = payouts.request(user=user, method_id=method.pk)
        payouts.approve(actor=admin, payout_id=payout.pk)
        payouts.mark_paid(actor=admin, payout_id=payout.pk, utr=UTR)
        payouts.mark_returned(actor=admin, payout_id=payout.pk, why="Account closed")
    steps = ["payout_requested", "payout_approved", "payout_paid", "payout_returned"]
    told = Notice.objects.filter(kind__in=steps).order_by("pk")
    assert [notice.kind for notice in told] == steps
    assert "₹1,000" in told[0].title
    assert "•••• 1234" in told[0].body
    assert UTR in told[2].body
    assert "Account closed." in told[3].body
    assert len(mail.outbox) == 4
    acts = AuditEvent.objects.filter(action__startswith="payout_").values_list("action", flat=True)
    assert {"payout_requested", "payout_approved", "payout_processed", "payout_reversed"} <= {*acts}


def test_a_payout_below_the_smallest_or_above_what_there_is_is_refused():
    user = earned.mentor(100_000)
    to = earned.bank(user).pk
    assert code(payouts.request, user=user, method_id=to, amount=49_999) == "payout_too_small"
    assert code(payouts.request, user=user, method_id=to, amount=100_001) == "not_enough"
    assert code(payouts.request, user=user, method_id=to, amount=-50_000) == "payout_too_small"
    assert not Payout.objects.exists()
    assert payouts.request(user=user, method_id=to, amount=50_000).amount == 50_000


def test_a_small_rest_goes_out_whole_when_nothing_waits_and_not_twice_a_month():
    user = earned.mentor(30_000)
    to = earned.bank(user).pk
    assert code(payouts.request, user=user, method_id=to, amount=29_999) == "payout_too_small"
    payout = payouts.request(user=user, method_id=to)
    assert (payout.amount, available(user)) == (30_000, 0)
    admin = earned.admin()
    payouts.approve(actor=admin, payout_id=payout.pk)
    payouts.mark_paid(actor=admin, payout_id=payout.pk, utr=UTR)
    earned.earn(user, 20_000)
    assert code(payouts.request, user=user, method_id=to) == "payout_too_small"
    with travel(now() + timedelta(days=31)):
        assert payouts.request(user=user, method_id=to).amount == 20_000


def test_a_small_sum_waits_for_what_is_pending():
    user = earned.mentor(30_000)
    to = earned.bank(user).pk
    earned.earn(user, 10_000, ago=timedelta())
    assert code(payouts.request, user=user, method_id=to) == "payout_too_small"


def test_what_is_still_pending_is_not_paid_out():
    user = earned.mentor(0)
    to = earned.bank(user).pk
    assert code(payouts.request, user=user, method_id=to) == "payout_too_small"


def test_one_payout_is_under_way_at_a_time():
    payout = earned.requested(200_000, amount=60_000)
    again = {"user": payout.payee, "method_id": payout.method_id, "amount": 60_000}
    assert code(payouts.request, **again) == "payout_open"
    payouts.cancel(user=payout.payee, payout_id=payout.pk)
    assert available(payout.payee) == 200_000
    assert payouts.request(**again)


def test_money_goes_only_to_a_verified_account_that_has_cooled_off():
    user = earned.mentor()
    new = payout_methods.add(user=user, kind="upi", holder="Asha Raman", account="asha@okaxis")
    assert code(payouts.request, user=user, method_id=new.pk) == "method_unverified"
    payout_methods.verify(actor=earned.admin(), method_id=new.pk)
    assert code(payouts.request, user=user, method_id=new.pk) == "method_cooling_off"
    with travel(now() + timedelta(hours=23, minutes=59)):
        assert code(payouts.request, user=user, method_id=new.pk) == "method_cooling_off"
    with travel(now() + timedelta(hours=24, minutes=1)):
        assert payouts.request(user=user, method_id=new.pk).state == PayoutState.REQUESTED


def test_nobody_is_paid_to_somebody_elses_account():
    user, other = earned.mentor(), make.mentor("Bela Rao").user
    theirs = earned.bank(other)
    with pytest.raises(NotFound):
        payouts.request(user=user, method_id=theirs.pk)


def test_above_the_limit_two_different_people_have_to_approve():
    payout = earned.requested(2_500_001)
    first, second = earned.admin(), earned.admin()
    assert payouts.approve(actor=first, payout_id=payout.pk).state == PayoutState.REQUESTED
    assert code(payouts.approve, actor=first, payout_id=payout.pk) == "approved_by_you"
    assert code(payouts.mark_paid, actor=first, payout_id=payout.pk, utr=UTR) == "illegal_move"
    assert payouts.approve(actor=second, payout_id=payout.pk).state == PayoutState.APPROVED


def test_at_the_limit_one_is_enough():
    payout = earned.requested(2_500_000)
    done = payouts.approve(actor=earned.admin(), payout_id=payout.pk)
    assert done.state == PayoutState.APPROVED


def test_nobody_decides_about_their_own_money():
    payout = earned.requested()
    User.objects.filter(pk=payout.payee_id).update(is_superuser=True, is_staff=True)
    boss = make.verified(User.objects.get(pk=payout.payee_id))
    for act, more in (
        (payouts.approve, {}),
        (payouts.reject, {"why": "no"}),
        (payouts.mark_paid, {"utr": UTR}),
    ):
        assert code(act, actor=boss, payout_id=payout.pk, **more) == "own_money"


def test_only_who_manages_money_decides_and_only_with_a_code():
    payout = earned.requested()
    for person in (payout.payee, make.editor(), make.verified(make.moderator())):
        with pytest.raises(NotAllowed):
            payouts.approve(actor=person, payout_id=payout.pk)
    plain = User.objects.get(pk=earned.admin().pk)
    assert code(payouts.approve, actor=plain, payout_id=payout.pk) == "otp_required"


def test_a_refused_payout_is_available_again_and_says_why():
    payout, admin = earned.requested(), earned.admin()
    refuse = {"actor": admin, "payout_id": payout.pk}
    assert code(payouts.reject, **refuse, why=" ") == "why_required"
    done = payouts.reject(**refuse, why="The name differs")
    assert (done.state, done.why) == (PayoutState.REJECTED, "The name differs.")
    assert (available(payout.payee), reserved(payout)) == (100_000, 0)
    assert code(payouts.reject, **refuse, why="x") == "illegal_move"
    assert available(payout.payee) == 100_000


def test_what_is_approved_is_no_longer_the_mentors_to_cancel():
    payout = earned.requested()
    with pytest.raises(NotFound):
        payouts.cancel(user=make.mentor().user, payout_id=payout.pk)
    payouts.approve(actor=earned.admin(), payout_id=payout.pk)
    assert code(payouts.cancel, user=payout.payee, payout_id=payout.pk) == "too_late"


def test_what_the_bank_sends_back_is_the_mentors_again_once():
    payout, admin = earned.requested(), earned.admin()
    payouts.approve(actor=admin, payout_id=payout.pk)
    payouts.mark_paid(actor=admin, payout_id=payout.pk, utr=UTR)
    done = payouts.mark_returned(actor=admin, payout_id=payout.pk, why="Account closed")
    assert (done.state, done.returned_at is not None) == (PayoutState.REVERSED, True)
    assert (available(payout.payee), ledger.balance(ledger.BANK)) == (100_000, 0)
    again = {"actor": admin, "payout_id": payout.pk, "why": "again"}
    assert code(payouts.mark_returned, **again) == "illegal_move"


@pytest.mark.parametrize("utr", ["", "12345", "HDFC N5", "x" * 41, "<b>HDFC1</b>"])
def test_a_banks_reference_looks_like_one(utr):
    payout, admin = earned.requested(), earned.admin()
    payouts.approve(actor=admin, payout_id=payout.pk)
    assert code(payouts.mark_paid, actor=admin, payout_id=payout.pk, utr=utr) == "utr_invalid"


def test_one_bank_transfer_pays_one_payout():
    admin = earned.admin()
    for expected in (None, "utr_known"):
        payout = earned.requested()
        payouts.approve(actor=admin, payout_id=payout.pk)
        paid = {"actor": admin, "payout_id": payout.pk, "utr": UTR}
        if expected:
            assert code(payouts.mark_paid, **paid) == expected
        else:
            payouts.mark_paid(**paid)


def test_a_closed_account_freezes_its_payout_until_it_is_open_again():
    payout, admin = earned.requested(), earned.admin()
    standing.deactivate(actor=admin, user=payout.payee, reason="Looked at")
    assert code(payouts.approve, actor=admin, payout_id=payout.pk) == "frozen"
    standing.reactivate(actor=admin, user=payout.payee, reason="All is well")
    assert payouts.approve(actor=admin, payout_id=payout.pk).state == PayoutState.APPROVED


def test_who_is_shut_out_asks_for_nothing():
    user = earned.mentor()
    to = earned.bank(user)
    User.objects.filter(pk=user.pk).update(is_active=False, standing=Standing.BANNED)
    with pytest.raises(NotAllowed):
        payouts.request(user=user, method_id=to.pk)


def test_what_had_to_be_paid_back_meanwhile_comes_off_what_returns():
    payout, admin = earned.requested(100_000), earned.admin()
    order = payout.payee.earnings.get().order
    assert refunds.request_refund(order_id=order.pk, amount=30_000, reason="test")
    owed = ledger.mentor_receivable(payout.payee_id)
    assert ledger.balance(owed) == 30_000
    payouts.reject(actor=admin, payout_id=payout.pk, why="The name differs")
    assert (ledger.balance(owed), available(payout.payee)) == (0, 70_000)


def test_an_account_in_use_is_not_refused_under_way():
    payout = earned.requested()
    with pytest.raises(Conflict, match="under way"):
        payout_methods.refuse(actor=earned.admin(), method_id=payout.method_id, why="Wrong")
    payout.method.refresh_from_db()
    assert payout.method.state == MethodState.VERIFIED
