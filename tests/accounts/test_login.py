"""Login in the browser: one answer to every failure, then the right dashboard."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import User
from tests import factories as make
from tests.support.signing_up import ADDRESS, finish, walk_learner

pytestmark = pytest.mark.django_db


def log_in(client, email, password=make.PASSWORD, **extra):
    return client.post("/login/", {"login": email, "password": password, **extra})


@pytest.mark.parametrize(
    ("roles", "target"),
    [
        ((Role.LEARNER,), "/learner/dashboard/"),
        ((Role.MENTOR,), "/mentor/dashboard/"),
        ((Role.LEARNER, Role.MENTOR), "/mentor/dashboard/"),
    ],
)
def test_login_leads_to_the_dashboard_of_the_role(client, roles, target):
    answer = log_in(client, make.person(roles=roles).email)
    assert answer.status_code == 302
    assert answer.url == "/go/"
    assert client.get("/go/").url == target


def test_an_address_is_the_same_whatever_its_case(client):
    user = make.person(email="Asha.Rao@example.test")
    assert user.email == "asha.rao@example.test"
    assert log_in(client, "ASHA.RAO@example.test").status_code == 302


@pytest.mark.parametrize("case", ["wrong password", "unknown address", "deactivated"])
def test_every_failed_login_reads_alike(client, case):
    user = make.person()
    if case == "deactivated":
        User.objects.filter(pk=user.pk).update(is_active=False, standing="deactivated")
    email = "nobody@example.test" if case == "unknown address" else user.email
    password = make.PASSWORD if case == "deactivated" else "not-the-password"
    answer = log_in(client, email, password)
    assert answer.status_code == 200
    assert "Invalid credentials" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_login_comes_back_to_where_somebody_wanted_to_go(client):
    answer = log_in(client, make.person().email, next="/learner/sessions/")
    assert answer.url == "/learner/sessions/"


FOREIGN = ["https://evil.example/", "//evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("target", FOREIGN)
def test_login_never_leads_to_a_foreign_site(client, target):
    assert "evil" not in log_in(client, make.person().email, next=target).url


def test_logout_is_a_post_and_ends_on_the_landing_page(client):
    client.force_login(make.person())
    assert client.get("/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_a_visitor_signs_up_confirms_the_address_and_is_a_learner(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        walk_learner(client)
        assert finish(client).status_code == 302
    user = User.objects.get(email=ADDRESS)
    assert not EmailAddress.objects.get(user=user).verified
    link = next(word for word in mail.outbox[0].body.split() if "confirm-email" in word)
    client.post(link.split("testserver")[-1])
    assert EmailAddress.objects.get(user=user).verified
    assert log_in(client, user.email).url == "/go/"
    assert client.get("/go/").url == "/learner/dashboard/"


def test_an_unconfirmed_address_cannot_log_in(client):
    walk_learner(client)
    finish(client)
    assert log_in(client, ADDRESS).url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_a_lost_confirmation_is_sent_again_and_every_address_gets_the_same_answer(
    client, django_capture_on_commit_callbacks
):
    user = make.person()
    EmailAddress.objects.filter(user=user).update(verified=False)
    known = make.person()
    page = "/accounts/confirm-email/"
    answers = []
    for email in (user.email, known.email, "nobody@example.test"):
        with django_capture_on_commit_callbacks(execute=True):
            answers.append(client.post(page, {"email": email}, follow=True).content)
    assert len({re.sub(rb"csrf\S+ value=\S+", b"", answer) for answer in answers}) == 1
    assert [sent.to for sent in mail.outbox] == [[user.email]]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"email": user.email})
    assert len(mail.outbox) == 1, "at most one in three minutes"
