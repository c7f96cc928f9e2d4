"""Families of refresh tokens: one good token each, and an end for the family of a thief."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import jwt
import pytest
from django.conf import settings
from django.db import connection
from rest_framework_simplejwt.tokens import RefreshToken

from peerlearn.accounts.enums import Role, Standing
from peerlearn.accounts.models import AuditEvent, RefreshFamily, User
from peerlearn.accounts.services import tokens
from peerlearn.accounts.tasks import sweep_logins
from peerlearn.common import clock
from peerlearn.common.errors import DomainError
from tests import factories as make

pytestmark = pytest.mark.django_db


def claims_of(text):
    return jwt.decode(text, options={"verify_signature": False})


def refusal(text):
    with pytest.raises(DomainError) as caught:
        tokens.rotate(refresh_text=text)
    assert caught.value.status == 401
    return caught.value.code


def test_a_pair_carries_roles_second_factor_and_family_but_nothing_of_the_password():
    user = make.person(roles=(Role.LEARNER, Role.MENTOR))
    pair = tokens.open_family(user=user, otp=True)
    for text in (pair.access, pair.refresh):
        claims = claims_of(text)
        assert (claims["role"], claims["roles"]) == ("mentor", ["learner", "mentor"])
        assert (claims["otp"], claims["fam"]) == (True, str(pair.family.pk))
        assert (claims["iss"], claims["aud"]) == ("peerlearn", "peerlearn-api")
        assert user.password not in claims.values()
    life = {text: claims_of(text)["exp"] - claims_of(text)["iat"] for text in (pair.access,)}
    assert life[pair.access] == 600
    assert claims_of(pair.refresh)["exp"] - claims_of(pair.refresh)["iat"] == 14 * 86_400


def test_rotating_gives_a_new_pair_of_the_same_family():
    first = tokens.open_family(user=make.person(), otp=False)
    second = tokens.rotate(refresh_text=first.refresh)
    third = tokens.rotate(refresh_text=second.refresh)
    assert len({first.refresh, second.refresh, third.refresh}) == 3
    assert RefreshFamily.objects.get().current_jti == claims_of(third.refresh)["jti"]


def test_a_token_that_was_rotated_away_ends_the_family_and_is_written_down():
    user = make.person()
    first = tokens.open_family(user=user, otp=False)
    second = tokens.rotate(refresh_text=first.refresh)
    other = tokens.open_family(user=user, otp=False)
    assert refusal(first.refresh) == "token_reused"
    assert refusal(second.refresh) == "token_invalid"
    assert refusal(first.refresh) == "token_invalid"
    first.family.refresh_from_db()
    assert first.family.revoked_why == "reuse"
    event = AuditEvent.objects.get(action="token_reuse")
    assert (event.subject, event.detail["family"]) == (user, str(first.family.pk))
    assert tokens.rotate(refresh_text=other.refresh)


def test_an_expired_token_is_refused_and_ends_nothing():
    with clock.travel(clock.now() - timedelta(days=14, seconds=5)):
        pair = tokens.open_family(user=make.person(), otp=False)
    assert refusal(pair.refresh) == "token_invalid"
    assert RefreshFamily.objects.get().revoked_at is None


def signed(claims, key=None, algorithm="HS256"):
    return jwt.encode(claims, key or settings.SECRET_KEY, algorithm=algorithm)


FORGERIES = {
    "another key": lambda claims, pair: signed(claims, key="k" * 64),
    "no signature": lambda claims, pair: jwt.encode(claims, None, algorithm="none"),
    "another issuer": lambda claims, pair: signed(claims | {"iss": "elsewhere"}),
    "another audience": lambda claims, pair: signed(claims | {"aud": "elsewhere"}),
    "without audience": lambda claims, pair: signed(
        {key: value for key, value in claims.items() if key != "aud"}
    ),
    "an access token": lambda claims, pair: pair.access,
    "without family": lambda claims, pair: signed(
        {key: value for key, value in claims.items() if key != "fam"}
    ),
    "a family never opened": lambda claims, pair: signed(
        claims | {"fam": "00000000-0000-4000-8000-000000000000"}
    ),
    "one of the library's own": lambda claims, pair: str(RefreshToken.for_user(pair.family.user)),
    "not a token": lambda claims, pair: "a.b.c",
    "nothing": lambda claims, pair: "",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_or_foreign_token_is_refused_and_ends_nothing(forgery):
    pair = tokens.open_family(user=make.person(), otp=False)
    text = FORGERIES[forgery](claims_of(pair.refresh), pair)
    assert refusal(text) == "token_invalid"
    assert tokens.rotate(refresh_text=pair.refresh)


def test_somebody_deactivated_gets_no_new_pair():
    user = make.person()
    pair = tokens.open_family(user=user, otp=False)
    User.objects.filter(pk=user.pk).update(is_active=False, standing=Standing.DEACTIVATED)
    assert refusal(pair.refresh) == "token_invalid"


def test_a_changed_password_ends_every_token():
    user = make.person()
    pair = tokens.open_family(user=user, otp=False)
    user.set_password("another-horse-entirely")
    user.save()
    assert refusal(pair.refresh) == "token_invalid"


def test_all_families_end_but_the_one_that_is_kept():
    user, stranger = make.person(), make.person()
    kept, gone = (tokens.open_family(user=user, otp=False) for _ in range(2))
    others = tokens.open_family(user=stranger, otp=False)
    assert tokens.revoke_all(user=user, why="devices", except_family=kept.family) == 1
    assert refusal(gone.refresh) == "token_invalid"
    assert tokens.rotate(refresh_text=kept.refresh)
    assert tokens.rotate(refresh_text=others.refresh)


def test_logins_that_were_over_a_month_ago_are_forgotten():
    user = make.person()
    long_ago = clock.now() - timedelta(days=60)
    with clock.travel(long_ago):
        expired = tokens.open_family(user=user, otp=False)
        tokens.revoke(family=tokens.open_family(user=user, otp=False).family, why="logout")
    kept = [tokens.open_family(user=user, otp=False).family for _ in range(2)]
    tokens.revoke(family=kept[1], why="logout")
    sweep_logins()
    assert set(RefreshFamily.objects.values_list("pk", flat=True)) == {one.pk for one in kept}
    assert refusal(expired.refresh) == "token_invalid"


@pytest.mark.django_db(transaction=True)
def test_of_many_trades_of_one_token_at_once_exactly_one_gets_a_pair():
    pair = tokens.open_family(user=make.person(), otp=False)
    barrier = Barrier(4)

    def trade():
        try:
            connection.ensure_connection()
            barrier.wait(30)
            return tokens.rotate(refresh_text=pair.refresh)
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = [future.result() for future in [pool.submit(trade) for _ in range(4)]]
    pairs = [answer for answer in answers if isinstance(answer, tokens.Pair)]
    assert len(pairs) == 1
    assert set(answers) - set(pairs) <= {"token_reused", "token_invalid"}
    assert answers.count("token_reused") == 1
    assert RefreshFamily.objects.get().revoked_why == "reuse"
