"""The second step of every way in, through the front door.

This also holds allauth's internals that peerlearn/accounts/stages.py stands on.
"""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client

from peerlearn.accounts import trust
from peerlearn.accounts.models import AuditEvent, AuthenticatorApp, User
from peerlearn.accounts.services import standing, two_factor
from peerlearn.accounts.services.access import end_access
from tests import factories as make
from tests.support.otp import code_of, device_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded():
    user = make.person()
    device_of(user)
    return user


def log_in(client, user, password=make.PASSWORD, **extra):
    return client.post("/login/", {"login": user.email, "password": password, **extra})


def give(client, code, **extra):
    return client.post("/login/code/", {"code": code, **extra})


def superuser():
    """Make an administrator as the command does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SUPERUSER_PASSWORD", make.PASSWORD)
        call_command("createsuperuser", interactive=False, email="root@example.test", name="Root")
    return User.objects.get(email="root@example.test")


def is_in(client):
    return client.get("/profile/").status_code == 200


def test_the_password_alone_lets_nobody_in_who_has_a_second_factor(client, guarded):
    assert log_in(client, guarded).url == "/login/code/"
    assert "_auth_user_id" not in client.session
    assert not is_in(client)


def test_a_new_password_ends_logins_that_still_owe_the_code(client, guarded):
    log_in(client, guarded)
    guarded.set_password("another-correct-horse-9")
    guarded.save()
    assert give(client, code_of(device_of(guarded))).url == "/login/"
    assert give(client, code_of(device_of(guarded))).url == "/login/"
    assert not is_in(client)


def test_an_account_closed_meanwhile_is_not_asked_for_a_code(client, guarded):
    log_in(client, guarded)
    standing.deactivate(actor=guarded, user=guarded, reason="Leaving.")
    assert give(client, code_of(device_of(guarded))).url == "/login/"
    assert AuthenticatorApp.objects.get(user=guarded).last_used_at is None


def test_the_code_of_the_app_finishes_the_login_where_it_was_headed(client, guarded):
    log_in(client, guarded, next="/learner/sessions/")
    answer = give(client, code_of(device_of(guarded)))
    assert answer.url == "/learner/sessions/"
    assert is_in(client)
    assert AuditEvent.objects.filter(action="logged_in", detail__second_factor=True).exists()


def test_a_code_works_once(client, guarded):
    code = code_of(device_of(guarded))
    log_in(client, guarded)
    give(client, code)
    elsewhere = Client()
    log_in(elsewhere, guarded)
    answer = give(elsewhere, code)
    assert answer.status_code == 400
    assert "wrong, used or too old" in answer.content.decode()
    assert not is_in(elsewhere)


def test_after_a_wrong_code_even_the_right_one_has_to_wait(client, guarded):
    log_in(client, guarded)
    assert give(client, "000000").status_code == 400
    answer = give(client, code_of(device_of(guarded)))
    assert answer.status_code == 429
    assert "Wait 1 seconds" in answer.content.decode()
    assert not is_in(client)


def test_wrong_codes_make_the_wait_longer_and_longer(guarded):
    for failures in range(1, 5):
        device = device_of(guarded)
        device.throttling_failure_timestamp = None
        AuthenticatorApp.objects.filter(pk=device.pk).update(
            throttling_failure_timestamp=None, throttling_failure_count=failures - 1
        )
        device.refresh_from_db()
        device.throttle_increment()
        assert 2 ** (failures - 1) - 1 <= two_factor.seconds_to_wait(device) <= 2 ** (failures - 1)


def test_a_backup_code_replaces_a_lost_phone_once(client, guarded):
    code = two_factor.new_backup_codes(user=guarded)[0]
    log_in(client, guarded)
    assert give(client, f"  {code.upper()} ").status_code == 302
    assert is_in(client)
    assert two_factor.codes_left(guarded) == 9
    elsewhere = Client()
    log_in(elsewhere, guarded)
    assert give(elsewhere, code).status_code == 400
    assert not is_in(elsewhere)


def test_the_code_page_is_closed_to_who_gave_no_password(client, guarded):
    assert client.get("/login/code/").url == "/login/"
    assert give(client, code_of(device_of(guarded))).url == "/login/"


def test_whoever_owes_a_code_may_leave_and_somebody_else_log_in(client, guarded):
    log_in(client, guarded)
    assert client.get("/login/").url == "/login/code/"
    assert client.post("/login/code/", {"leave": "1"}).url == "/login/"
    assert client.get("/login/").status_code == 200
    log_in(client, make.person())
    assert is_in(client)


def test_a_code_of_somebody_elses_app_is_wrong(client, guarded):
    log_in(client, guarded)
    assert give(client, code_of(device_of(make.person()))).status_code == 400


def test_a_new_password_by_mail_still_asks_for_the_code(client, guarded):
    client.post("/reset-password/", {"email": guarded.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/reset-password/key/" in word)
    form = client.get(link, follow=True)
    password = "a-quite-new-passphrase"
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert not is_in(client)
    assert log_in(client, guarded, password).url == "/login/code/"
    assert not is_in(client)


class TestTrust:
    def test_a_remembered_device_is_spared_the_code_but_not_the_password(self, client, guarded):
        log_in(client, guarded)
        give(client, code_of(device_of(guarded)), trust="on")
        client.post("/logout/")
        assert log_in(client, guarded, "wrong").status_code == 200
        log_in(client, guarded)
        assert is_in(client)

    def test_a_session_by_trust_is_not_a_verified_one(self, client, guarded):
        log_in(client, guarded)
        give(client, code_of(device_of(guarded)), trust="on")
        client.post("/logout/")
        log_in(client, guarded)
        assert client.get("/accounts/password/").url.startswith("/accounts/reauthenticate/")

    @pytest.mark.parametrize("change", ["password", "app", "person", "age", "forged", "signed out"])
    def test_it_ends_with_password_app_person_and_age(self, client, guarded, change, monkeypatch):
        log_in(client, guarded)
        give(client, code_of(device_of(guarded)), trust="on")
        client.post("/logout/")
        who = guarded
        if change == "password":
            guarded.set_password(make.PASSWORD)
            guarded.save()
        elif change == "app":
            AuthenticatorApp.objects.filter(user=guarded).delete()
            device_of(guarded)
        elif change == "person":
            who = make.person()
            device_of(who)
        elif change == "signed out":
            end_access(user=guarded, why="elsewhere")
        elif change == "age":
            monkeypatch.setattr(trust, "SECONDS", -1)
        else:
            client.cookies[trust.COOKIE] = client.cookies[trust.COOKIE].value[:-1] + "x"
        assert log_in(client, who).url == "/login/code/"

    def test_staff_are_never_spared(self, client):
        user = superuser()
        device = device_of(user)
        assert log_in(client, user).url == "/login/code/"
        page = client.get("/login/code/").content.decode()
        assert 'name="code"' in page
        assert 'name="trust"' not in page
        assert give(client, code_of(device), trust="on").url == "/go/"
        assert trust.COOKIE not in client.cookies


class TestStaff:
    @pytest.fixture
    def root(self):
        return superuser()

    @pytest.mark.parametrize("page", ["/admin/", "/", "/profile/", "/admin/users/"])
    def test_without_an_app_every_page_leads_to_setting_it_up(self, client, root, page):
        client.force_login(root)
        assert client.get(page).url.startswith("/two-factor/setup/?next=")

    def test_with_an_app_but_no_code_every_page_leads_to_the_code(self, client, root):
        device = device_of(root)
        client.force_login(root)
        assert client.get("/admin/").url == "/two-factor/verify/?next=%2Fadmin%2F"
        answer = client.post("/two-factor/verify/", {"code": code_of(device), "next": "/admin/"})
        assert answer.url == "/admin/"
        assert client.get("/admin/").status_code == 200

    def test_long_after_the_login_set_up_asks_for_the_password_and_goes_on(self, client, root):
        log_in(client, root)
        session = client.session
        session["stepped_up"] |= {"at": 0}
        session.save()
        confirm = client.get("/two-factor/setup/?next=/admin/").url
        assert confirm.startswith("/accounts/reauthenticate/")
        page = client.get(confirm)
        form = {"password": make.PASSWORD, "next": page.context["next"]}
        answer = client.post("/accounts/reauthenticate/", form, follow=True)
        assert answer.redirect_chain == [("/two-factor/setup/?next=/admin/", 302)]
        assert "QR code" in answer.content.decode()

    def test_a_groups_right_to_the_admin_is_no_way_round(self, client):
        user = make.person()
        user.groups.add(Group.objects.get(name="Editors"))
        client.force_login(user)
        assert client.get("/admin/").url.startswith("/two-factor/setup/")

    def test_the_api_says_so_in_json(self, client, root):
        client.force_login(root)
        answer = client.get("/api/payments/history/")
        assert answer.status_code == 403
        assert answer.json()["code"] == "otp_required"

    def test_wagtails_own_login_leads_to_ours(self, client):
        assert (
            client.get("/admin/login/?next=/admin/pages/").url == "/login/?next=%2Fadmin%2Fpages%2F"
        )
        assert client.post("/_util/login/", {"username": "a", "password": "b"}).url == "/login/"

    def test_staff_cannot_turn_it_off(self, client, root):
        device = device_of(root)
        client.force_login(root)
        client.post("/two-factor/verify/", {"code": code_of(device)})
        assert client.post("/two-factor/off/").status_code == 403
        assert two_factor.has_second_factor(root)


def test_a_new_password_ends_every_other_session_and_keeps_this_one(client):
    user = make.person()
    elsewhere = Client()
    log_in(client, user)
    log_in(elsewhere, user)
    new = "a-quite-new-passphrase"
    answer = client.post(
        "/accounts/password/",
        {"oldpassword": make.PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert UserSession.objects.filter(user=user).count() == 1
    assert AuditEvent.objects.filter(action="password_changed", subject=user).exists()
