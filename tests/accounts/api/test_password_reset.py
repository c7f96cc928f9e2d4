"""A forgotten password over the API: the same answer for everybody."""

import re

import pytest
from django.core import mail

from tests import factories as make
from tests.accounts.api.asking import log_in, me, post, verdict

pytestmark = pytest.mark.django_db


def test_known_and_unknown_addresses_get_the_same_answer_and_a_mail_each(client):
    user = make.person()
    known = post(client, "password-reset", email=user.email.upper())
    unknown = post(client, "password-reset", email="nobody@example.test")
    assert known.status_code == unknown.status_code == 202
    assert known.json() == unknown.json()
    assert [message.to for message in mail.outbox] == [[user.email], ["nobody@example.test"]]
    assert "/reset-password/key/" in mail.outbox[0].body
    assert "/reset-password/key/" not in mail.outbox[1].body


def test_the_link_in_the_mail_leads_to_a_new_password_that_ends_api_logins(client):
    user = make.person()
    pair = log_in(client, user)
    post(client, "password-reset", email=user.email)
    link = re.search(r"http://\S+(/reset-password/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    secret = "a-brand-new-battery"
    form = client.post(
        form.request["PATH_INFO"], {"password1": secret, "password2": secret}, follow=True
    )
    assert verdict(me(client, pair["access"])) == (401, "token_invalid")
    assert "access" in log_in(client, user, secret)


@pytest.mark.parametrize("email", ["asha@example.test", "nobody@example.test"])
def test_many_mails_to_one_address_are_refused(client, email):
    make.person(email="asha@example.test")
    answers = [post(client, "password-reset", email=email) for _ in range(7)]
    assert answers[0].status_code == 202
    assert verdict(answers[-1]) == (429, "slow_down")
    assert len(mail.outbox) <= 5


@pytest.mark.parametrize("body", [{}, {"email": "no address"}, {"email": "a" * 300 + "@b.test"}])
def test_something_that_is_no_address_is_400(client, body):
    assert verdict(post(client, "password-reset", **body)) == (400, "invalid")
