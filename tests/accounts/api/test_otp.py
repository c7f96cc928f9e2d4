"""The second step of an API login: no way around it, and no second use of anything."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import signing

from peerlearn.accounts.models import RefreshFamily, User
from peerlearn.accounts.services import tickets, two_factor
from peerlearn.common.clock import now
from tests import factories as make
from tests.accounts.api.asking import log_in, me, post, verdict
from tests.support.otp import code_of, device_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make.person()


@pytest.fixture
def device(user):
    return device_of(user)


def test_a_right_password_gives_a_ticket_and_no_token(client, user, device):
    body = log_in(client, user)
    assert set(body) == {"otp_required", "ticket"}
    assert body["otp_required"] is True
    assert not RefreshFamily.objects.exists()


def test_ticket_and_code_give_a_pair_that_says_so(client, user, device):
    ticket = log_in(client, user)["ticket"]
    answer = post(client, "otp", ticket=ticket, code=code_of(device))
    assert answer.status_code == 200
    assert me(client, answer.json()["access"]).json()["otp"] is True


def test_a_wrong_code_leaves_the_ticket_good_but_is_slowed_down(client, user, device):
    ticket = log_in(client, user)["ticket"]
    assert verdict(post(client, "otp", ticket=ticket, code="000000")) == (400, "wrong_code")
    assert verdict(post(client, "otp", ticket=ticket, code=code_of(device))) == (429, "slow_down")
    device.refresh_from_db()
    device.throttling_failure_timestamp = now() - timedelta(minutes=1)
    device.save()
    assert post(client, "otp", ticket=ticket, code=code_of(device)).status_code == 200


def test_a_ticket_opens_one_login_even_with_another_good_code(client, user):
    app = two_factor.begin(user=user)
    _, codes = two_factor.confirm(user=user, code=code_of(app))
    ticket = log_in(client, user)["ticket"]
    assert post(client, "otp", ticket=ticket, code=codes[0]).status_code == 200
    assert verdict(post(client, "otp", ticket=ticket, code=codes[1])) == (401, "ticket_invalid")
    assert RefreshFamily.objects.count() == 1
    assert two_factor.codes_left(user) == 9


def test_turning_the_second_factor_on_or_off_ends_the_logins_of_programs(client, user):
    before = log_in(client, user)
    app = two_factor.begin(user=user)
    _, codes = two_factor.confirm(user=user, code=code_of(app))
    assert verdict(me(client, before["access"])) == (401, "token_invalid")
    ticket = log_in(client, user)["ticket"]
    with_code = post(client, "otp", ticket=ticket, code=codes[0]).json()
    assert me(client, with_code["access"]).status_code == 200
    two_factor.turn_off(actor=user, user=user)
    assert verdict(me(client, with_code["access"])) == (401, "token_invalid")


def test_a_code_works_once_whatever_the_ticket(client, user, device):
    code = code_of(device)
    first, second = (log_in(client, user)["ticket"] for _ in range(2))
    assert post(client, "otp", ticket=first, code=code).status_code == 200
    assert verdict(post(client, "otp", ticket=second, code=code)) == (400, "wrong_code")


def test_a_ticket_lives_five_minutes(client, user, device, monkeypatch):
    ticket = log_in(client, user)["ticket"]
    monkeypatch.setattr(tickets, "SECONDS", -1)
    answer = post(client, "otp", ticket=ticket, code=code_of(device))
    assert verdict(answer) == (401, "ticket_invalid")


def spoil_password(user):
    user.set_password("another-horse-entirely")
    user.save()


def spoil_standing(user):
    User.objects.filter(pk=user.pk).update(is_active=False, standing="banned")


@pytest.mark.parametrize("spoil", [spoil_password, spoil_standing])
def test_a_ticket_ends_with_the_password_or_the_account(client, user, device, spoil):
    ticket = log_in(client, user)["ticket"]
    spoil(user)
    answer = post(client, "otp", ticket=ticket, code=code_of(device))
    assert verdict(answer) == (401, "ticket_invalid")


FORGED = ["x", "a:b:c", signing.dumps({"user": 1}, salt="elsewhere")]


# Named, as the signed one is another in each worker that collects it.
@pytest.mark.parametrize("ticket", FORGED, ids=["short", "shaped", "of another purpose"])
def test_a_forged_ticket_is_refused(client, ticket):
    assert verdict(post(client, "otp", ticket=ticket, code="123456")) == (401, "ticket_invalid")


def test_guessing_codes_is_slowed_down_by_address(client, user, device):
    answers = [post(client, "otp", ticket="x", code="1").status_code for _ in range(12)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_an_address_somebody_made_up_does_not_lift_the_limit(client):
    answers = [
        client.post(
            "/api/auth/otp/",
            {"ticket": "x", "code": "1"},
            content_type="application/json",
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code
        for number in range(12)
    ]
    assert (answers[0], answers[-1]) == (401, 429)


def test_staff_without_a_second_factor_get_no_token(client):
    boss = User.objects.create_superuser("boss@example.test", make.PASSWORD, name="Boss")
    EmailAddress.objects.create(user=boss, email=boss.email, primary=True, verified=True)
    answer = post(client, "login", email=boss.email, password=make.PASSWORD)
    assert verdict(answer) == (403, "otp_setup_required")
    ticket = (device_of(boss), log_in(client, boss)["ticket"])[1]
    pair = post(client, "otp", ticket=ticket, code=code_of(device_of(boss))).json()
    assert me(client, pair["access"]).status_code == 200
