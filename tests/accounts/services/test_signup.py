"""Signing up: one account an address, the right mail, and nothing said to whoever asks."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.contrib.auth.hashers import make_password
from django.core import mail

from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import AuditEvent, User
from peerlearn.accounts.services.signup import sign_up
from peerlearn.common.images import clean_picture
from peerlearn.common.pictures import FACE_WIDTHS, prepared
from tests import factories as make
from tests.accounts.test_picture import drawn
from tests.learning.services.test_races import race

ADDRESS = "meera@example.test"
VALUES = {
    "email": ADDRESS,
    "name": "Meera Iyer",
    "password_hash": make_password(make.PASSWORD),
    "time_zone": "Asia/Kolkata",
    "roles": [Role.LEARNER],
}


@pytest.fixture
def ask(rf, django_capture_on_commit_callbacks):
    """Return a function that signs somebody up and sends what is to be sent."""

    def send(**fields):
        with request_context(rf.post("/")), django_capture_on_commit_callbacks(execute=True):
            return sign_up(**(VALUES | fields))

    return send


@pytest.mark.django_db
def test_a_new_person_gets_an_unconfirmed_address_and_a_mail_to_confirm_it(ask):
    picture = prepared(clean_picture(drawn()).read(), FACE_WIDTHS)
    user = ask(email=" Meera@Example.test", avatar=picture, languages=["Tamil"])
    user.refresh_from_db()
    assert (user.email, user.name, user.time_zone) == (ADDRESS, "Meera Iyer", "Asia/Kolkata")
    assert user.check_password(make.PASSWORD)
    assert user.languages == ["Tamil"]
    with user.avatar.open() as face:
        assert face.read() == picture.copies.full
    assert not EmailAddress.objects.get(user=user).verified
    assert [message.to for message in mail.outbox] == [[ADDRESS]]
    assert "/accounts/confirm-email/" in mail.outbox[0].body
    event = AuditEvent.objects.get(action="signed_up")
    assert (event.actor, event.detail) == (user, {"roles": ["learner"]})


@pytest.mark.django_db
@pytest.mark.parametrize("address", [ADDRESS, ADDRESS.upper(), "second@example.test"])
def test_the_owner_of_a_known_address_is_told_and_nothing_is_made(ask, address):
    owner = make.person(email=ADDRESS)
    EmailAddress.objects.create(user=owner, email="second@example.test", verified=True)
    assert ask(email=address) is None
    assert User.objects.count() == 1
    assert owner.check_password(make.PASSWORD)
    assert mail.outbox[0].to == [address.lower()]
    assert "/reset-password/" in mail.outbox[0].body
    assert not AuditEvent.objects.filter(action="signed_up").exists()


@pytest.mark.django_db
def test_somebody_elses_unconfirmed_claim_blocks_nobody(ask):
    EmailAddress.objects.create(user=make.person(), email=ADDRESS, verified=False)
    assert ask().email == ADDRESS


@pytest.mark.django_db
def test_a_mail_that_cannot_be_sent_costs_nobody_the_account(ask, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert ask() == User.objects.get(email=ADDRESS)


@pytest.mark.django_db(transaction=True)
def test_two_sign_ups_for_one_address_at_once_make_one_account(rf):
    def ask():
        with request_context(rf.post("/")):
            return sign_up(**VALUES)

    made = race([ask, ask])
    assert sorted(map(type, made), key=str) == [type(None), User]
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert EmailAddress.objects.filter(email=ADDRESS).count() == 1
    assert len(mail.outbox) == 1  # the second one a moment later is held back
