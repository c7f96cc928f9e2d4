"""Token login for API clients."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher

from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


def ask(client, email, password=make.PASSWORD, path="/api/auth/login/"):
    body = {"email": email, "password": password}
    return client.post(path, body, content_type="application/json")


@pytest.mark.parametrize("path", ["/api/auth/login/", "/api/auth/login"])
def test_a_good_login_gives_a_token_pair_that_opens_the_api(client, path):
    user = make.person(roles=(Role.LEARNER, Role.MENTOR))
    body = ask(client, user.email, path=path).json()
    assert body["role"] == "mentor"
    assert body["roles"] == ["learner", "mentor"]
    headers = {"Authorization": f"Bearer {body['access']}"}
    answer = client.post("/api/notifications/read/", headers=headers)
    assert answer.status_code == 200


STRANGERS = {
    "an unknown address": lambda: ("nobody@example.test", make.PASSWORD),
    "a wrong password": lambda: (make.person().email, "not-the-password"),
    "somebody deactivated": lambda: (standing("deactivated").email, make.PASSWORD),
    "somebody banned, wrong password": lambda: (standing("banned").email, "not-the-password"),
    "an account without a password": lambda: (without_password().email, make.PASSWORD),
}


def standing(word):
    user = make.person()
    User.objects.filter(pk=user.pk).update(is_active=False, standing=word)
    return user


def without_password():
    user = make.person()
    user.set_unusable_password()
    user.save()
    return user


@pytest.mark.parametrize("stranger", STRANGERS)
def test_every_failed_login_answers_alike_and_costs_one_password_hash(
    client, monkeypatch, stranger
):
    email, password = STRANGERS[stranger]()
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda hasher, *given: (hashed.append(given), encode(hasher, *given))[1],
    )
    answer = ask(client, email, password)
    assert answer.status_code == 401
    assert answer.json() == {"code": "invalid_credentials", "message": "Invalid credentials"}
    assert len(hashed) == 1


def test_an_unconfirmed_address_is_told_so(client):
    user = make.person()
    EmailAddress.objects.filter(user=user).update(verified=False)
    answer = ask(client, user.email)
    assert answer.status_code == 403
    assert answer.json()["code"] == "email_unverified"


def test_a_token_of_somebody_deactivated_opens_nothing(client):
    user = make.person()
    token = ask(client, user.email).json()["access"]
    User.objects.filter(pk=user.pk).update(is_active=False, standing="deactivated")
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/notifications/read/", headers=headers).status_code == 401


def test_guessing_passwords_is_slowed_down(client):
    user = make.person()
    answers = [ask(client, user.email, f"guess-{number}").status_code for number in range(12)]
    assert answers[0] == 401
    assert answers[-1] == 429
    assert 500 not in answers


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"email": 1}', "not json"])
def test_a_broken_body_is_400_with_a_code(client, body):
    answer = client.post("/api/auth/login/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
