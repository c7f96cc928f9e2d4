"""Where payouts go: checked as it is told, ciphertext at rest, masked everywhere, told by mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from payments.models import Payout, PayoutMethod
from payments.payout_enums import MethodState
from payments.services import payout_methods
from peerlearn.accounts.models import AuditEvent, User
from peerlearn.accounts.signals import account_closed
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.notifications.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db

NUMBER, IFSC, UPI = "004401531234", "ICIC0000044", "asha.raman@okaxis"


@pytest.fixture
def mentor():
    return make.mentor("Asha Raman").user


@pytest.fixture
def admin():
    user = User.objects.create_superuser("boss@example.test", make.PASSWORD, name="Boss")
    return make.verified(user)


def bank(user, **other):
    told = {"kind": "bank", "holder": "Asha Raman", "account": NUMBER, "ifsc": IFSC} | other
    return payout_methods.add(user=user, **told)


def upi(user, account=UPI):
    return payout_methods.add(user=user, kind="upi", holder="Asha Raman", account=account)


def raw(method):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM payments_payoutmethod WHERE id = %s", [method.pk])
        return repr(cursor.fetchall())


def test_a_number_is_ciphertext_in_the_database_and_plain_for_who_pays(mentor):
    method = bank(mentor)
    assert PayoutMethod.objects.get().account == NUMBER
    assert NUMBER not in raw(method)
    assert UPI not in raw(upi(mentor))


def test_only_the_last_four_or_the_bank_is_ever_told(
    mentor, admin, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        first = bank(mentor)
        upi(mentor)
        payout_methods.change(
            user=mentor,
            method_id=first.pk,
            kind="bank",
            holder="Asha Raman",
            account="99887766554433",
            ifsc=IFSC,
        )
        payout_methods.verify(actor=admin, method_id=PayoutMethod.objects.get(kind="upi").pk)
    told = [f"{notice.title} {notice.body}" for notice in Notice.objects.all()]
    told += [f"{sent.subject} {sent.body}" for sent in mail.outbox]
    told += [str(event.detail) for event in AuditEvent.objects.all()]
    told += [str(method) for method in PayoutMethod.objects.all()]
    text = " ".join(told) + caplog.text
    assert "•••• 1234" in text
    assert "a••••@okaxis" in text
    for secret in (NUMBER, UPI, "asha.raman", "99887766554433"):
        assert secret not in text
    assert len(mail.outbox) == 4


def test_each_change_is_a_mail_and_a_notice_and_starts_the_cool_off_anew(
    mentor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        old = bank(mentor)
        new = payout_methods.change(
            user=mentor, method_id=old.pk, kind="upi", holder="Asha Raman", account=UPI
        )
        payout_methods.remove(user=mentor, method_id=new.pk)
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert kinds == {f"payout_method_{act}" for act in ("added", "changed", "removed")}
    assert len(mail.outbox) == 3
    assert timedelta(hours=23) < new.usable_from - now() <= timedelta(hours=24)
    assert new.state == MethodState.PENDING


def test_what_is_removed_is_forgotten_but_for_its_last_digits(mentor):
    method = bank(mentor)
    payout_methods.remove(user=mentor, method_id=method.pk)
    method.refresh_from_db()
    assert (method.account, method.ifsc, method.holder) == ("", "", "")
    assert method.masked == "•••• 1234"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ifsc": "ICIC1000044"}, "ifsc_invalid"),
        ({"ifsc": "ICIC000004"}, "ifsc_invalid"),
        ({"account": "12345678"}, "account_invalid"),
        ({"account": "12345678901234567890"}, "account_invalid"),
        ({"account": "12345abc9012"}, "account_invalid"),
        ({"holder": "  "}, "holder_invalid"),
        ({"holder": "<script>"}, "holder_invalid"),
        ({"kind": "crypto"}, "kind_invalid"),
        ({"kind": "upi", "account": "nobody"}, "account_invalid"),
        ({"kind": "upi", "account": "a b@bank"}, "account_invalid"),
    ],
)
def test_what_is_no_account_is_refused_by_name(mentor, wrong, code):
    with pytest.raises(DomainError) as refused:
        bank(mentor, **wrong)
    assert refused.value.code == code
    assert not PayoutMethod.objects.exists()


def test_spaces_and_small_letters_are_no_mistake(mentor):
    method = bank(mentor, account=" 0044 0153 1234 ", ifsc="icic 0000044")
    assert (method.account, method.ifsc) == (NUMBER, IFSC)


def test_the_same_account_twice_and_a_sixth_are_refused(mentor):
    bank(mentor)
    with pytest.raises(Conflict, match="already"):
        bank(mentor)
    for number in range(4):
        upi(mentor, f"asha{number}@okaxis")
    with pytest.raises(Conflict, match="keep 5"):
        upi(mentor, "asha9@okaxis")


def test_nobody_touches_another_mentors_account(mentor):
    method, other = bank(mentor), make.mentor().user
    with pytest.raises(NotFound):
        payout_methods.remove(user=other, method_id=method.pk)
    with pytest.raises(NotAllowed):
        payout_methods.verify(actor=other, method_id=method.pk)
    with pytest.raises(NotAllowed):
        payout_methods.verify(actor=make.moderator(), method_id=method.pk)


def test_staff_with_a_code_verify_but_never_their_own(mentor, admin):
    method = bank(mentor)
    plain = User.objects.get(pk=admin.pk)
    with pytest.raises(NotAllowed) as refused:
        payout_methods.verify(actor=plain, method_id=method.pk)
    assert refused.value.code == "otp_required"
    payout_methods.verify(actor=admin, method_id=method.pk)
    method.refresh_from_db()
    assert (method.state, method.verified_by) == (MethodState.VERIFIED, admin)
    User.objects.filter(pk=mentor.pk).update(is_superuser=True, is_staff=True)
    boss = make.verified(User.objects.get(pk=mentor.pk))
    with pytest.raises(NotAllowed, match="Somebody else"):
        payout_methods.verify(actor=boss, method_id=upi(mentor).pk)


def test_an_account_is_kept_while_a_payout_to_it_is_under_way(mentor):
    method = bank(mentor)
    Payout.objects.create(
        payee=mentor, method=method, destination=method.masked, amount=50_000, key="k"
    )
    with pytest.raises(Conflict) as refused:
        payout_methods.remove(user=mentor, method_id=method.pk)
    assert refused.value.code == "method_in_use"


def test_an_account_that_is_deleted_takes_them_along(mentor):
    bank(mentor)
    account_closed.send(User, user_id=mentor.pk)
    method = PayoutMethod.objects.get()
    assert (method.state, method.account, method.holder) == (MethodState.REMOVED, "", "")
