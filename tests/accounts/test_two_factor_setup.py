"""Turning two-factor login on and off, and confirming once more who one is."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from peerlearn.accounts.models import AuthenticatorApp
from peerlearn.accounts.services import two_factor
from tests import factories as make
from tests.support.otp import code_of, device_of

pytestmark = pytest.mark.django_db


def log_in(client, user):
    return client.post("/login/", {"login": user.email, "password": make.PASSWORD})


def give(client, code):
    return client.post("/login/code/", {"code": code})


class TestSetUp:
    @pytest.fixture
    def member(self, client):
        user = make.person()
        log_in(client, user)
        return user

    def test_a_code_of_the_scanned_app_turns_it_on_and_shows_ten_backup_codes(
        self, client, member, django_capture_on_commit_callbacks
    ):
        page = client.get("/two-factor/setup/").content.decode()
        app = AuthenticatorApp.objects.get(user=member)
        assert app.readable_secret in page
        assert not two_factor.has_second_factor(member)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/two-factor/setup/", {"code": code_of(app)})
        page = answer.content.decode()
        assert page.count("<li><code>") == 10
        assert two_factor.has_second_factor(member)
        assert any("Two-factor login is on" in sent.subject for sent in mail.outbox)

    def test_a_wrong_code_turns_nothing_on_and_keeps_the_secret(self, client, member):
        client.get("/two-factor/setup/")
        secret = AuthenticatorApp.objects.get(user=member).secret
        answer = client.post("/two-factor/setup/", {"code": "123456"})
        assert answer.status_code == 400
        app = AuthenticatorApp.objects.get(user=member)
        assert (app.secret, app.confirmed) == (secret, False)

    def test_secrets_are_not_readable_in_the_database(self, client, member):
        client.get("/two-factor/setup/")
        app = AuthenticatorApp.objects.get(user=member)
        stored = AuthenticatorApp.objects.extra(select={"raw": "secret"}).values_list("raw")[0][0]
        assert app.secret not in stored

    def test_new_codes_end_the_old_ones(self, client, member):
        device_of(member)
        old = two_factor.new_backup_codes(user=member)[0]
        client.post("/logout/")
        log_in(client, member)
        give(client, code_of(device_of(member)))
        page = client.post("/two-factor/codes/").content.decode()
        assert page.count("<li><code>") == 10
        assert old not in page
        elsewhere = Client()
        log_in(elsewhere, member)
        assert give(elsewhere, old).status_code == 400

    def test_turning_off_needs_a_fresh_code_not_the_password(self, client, member):
        device = device_of(member)
        confirm = client.post("/two-factor/off/").url
        assert confirm == "/accounts/reauthenticate/?next=%2Ftwo-factor%2F"
        page = client.get(confirm).content.decode()
        assert 'name="code"' in page
        assert 'name="password"' not in page
        answer = client.post(
            "/accounts/reauthenticate/", {"code": code_of(device), "next": "/two-factor/"}
        )
        assert answer.url == "/two-factor/"
        assert client.post("/two-factor/off/").url == "/two-factor/"
        assert not two_factor.has_second_factor(member)


class TestStepUp:
    def test_ten_minutes_after_login_the_password_is_asked_again(self, client):
        user = make.person()
        log_in(client, user)
        assert client.get("/accounts/password/").status_code == 200
        session = client.session
        session["stepped_up"] |= {"at": session["stepped_up"]["at"] - timedelta(minutes=11).seconds}
        session.save()
        assert (
            client.get("/accounts/password/").url
            == "/accounts/reauthenticate/?next=%2Faccounts%2Fpassword%2F"
        )
        wrong = client.post("/accounts/reauthenticate/", {"password": "nope"})
        assert "not your password" in wrong.content.decode()
        assert client.get("/accounts/password/").status_code == 302
        client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
        assert client.get("/accounts/password/").status_code == 200

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
    def test_it_leads_to_pages_of_this_site_only(self, client, target):
        user = make.person()
        log_in(client, user)
        answer = client.post(
            "/accounts/reauthenticate/", {"password": make.PASSWORD, "next": target}
        )
        assert answer.url == "/profile/"
