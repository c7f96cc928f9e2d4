"""Another e-mail address: agreed to from the old mailbox and from the new one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from peerlearn.accounts.models import AuditEvent, User
from tests import factories as make

pytestmark = pytest.mark.django_db

NEW = "new@example.test"


@pytest.fixture
def user(client):
    user = make.person(email="old@example.test")
    client.post("/login/", {"login": user.email, "password": make.PASSWORD})
    return user


def ask(client, email=NEW):
    return client.post("/accounts/email/", {"email": email})


def link():
    return re.search(r"/accounts/email/change/\S+", mail.outbox[-1].body).group()


def test_both_mailboxes_agree_and_then_the_new_address_logs_in(client, user):
    ask(client)
    assert mail.outbox[-1].to == ["old@example.test"]
    first = link()
    client.get(first)
    assert len(mail.outbox) == 1, "only the button agrees: scanners follow links"
    client.post(first)
    assert mail.outbox[-1].to == [NEW]
    assert User.objects.get(pk=user.pk).email == "old@example.test"
    assert "log in as new@example.test" in client.post(link()).content.decode()
    assert User.objects.get(pk=user.pk).email == NEW
    assert [(row.email, row.verified, row.primary) for row in EmailAddress.objects.all()] == [
        (NEW, True, True)
    ]
    assert mail.outbox[-1].to == ["old@example.test"], "the old mailbox hears of it"
    assert AuditEvent.objects.filter(action="email_changed", subject=user).exists()


def test_a_strangers_mailbox_is_not_filled_however_often_the_button_is_pressed(client, user):
    ask(client, "stranger@example.test")
    first = link()
    for _ in range(5):
        page = client.post(first)
        assert page.status_code == 200
        assert "stranger@example.test" in page.content.decode()
    assert [message.to for message in mail.outbox].count(["stranger@example.test"]) == 1


def test_a_link_works_once(client, user):
    ask(client)
    first = link()
    client.post(first)
    second = link()
    client.post(second)
    for used in (first, second):
        assert client.get(used).status_code == 409
        assert client.post(used).status_code == 409


def test_a_forged_link_changes_nothing(client, user):
    ask(client)
    assert client.post(link()[:-3] + "xx/").status_code == 409
    assert User.objects.get(pk=user.pk).email == "old@example.test"


def test_a_new_password_ends_the_links(client, user):
    ask(client)
    user.set_password("another-passphrase-1")
    user.save()
    assert client.post(link()).status_code == 409


def test_an_address_of_somebody_else_is_not_given_away_nor_taken(client, user):
    make.person(email=NEW)
    assert ask(client).status_code == 302
    client.post(link())
    assert client.post(link()).status_code == 409
    assert User.objects.get(pk=user.pk).email == "old@example.test"


@pytest.mark.parametrize("email", ["", "no address", "OLD@example.test", "a@b\n.test"])
def test_what_is_no_new_address_is_said_so(client, user, email):
    assert ask(client, email).status_code == 400
    assert mail.outbox == []


def test_it_needs_a_login(client):
    assert client.get("/accounts/email/").url.startswith("/login/")
