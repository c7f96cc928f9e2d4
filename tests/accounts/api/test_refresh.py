"""Trading and ending tokens over HTTP."""

import pytest

from peerlearn.accounts.models import AuditEvent, RefreshFamily, User
from peerlearn.accounts.services import tokens
from tests import factories as make
from tests.accounts.api.asking import log_in, me, post, verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make.person()


def test_a_refresh_token_is_traded_once_and_its_reuse_ends_the_login(client, user):
    first = log_in(client, user)
    second = post(client, "refresh", refresh=first["refresh"]).json()
    assert me(client, second["access"]).status_code == 200
    assert verdict(post(client, "refresh", refresh=first["refresh"])) == (401, "token_reused")
    assert verdict(me(client, second["access"])) == (401, "token_invalid")
    assert verdict(me(client, first["access"])) == (401, "token_invalid")
    event = AuditEvent.objects.get(action="token_reuse")
    assert event.ip == "127.0.0.1"


def test_logging_out_ends_access_and_refresh_at_once_and_only_of_this_login(client, user):
    here, elsewhere = log_in(client, user), log_in(client, user)
    answer = post(client, "logout", refresh=here["refresh"])
    assert (answer.status_code, answer.content) == (204, b"")
    refused = me(client, here["access"])
    assert verdict(refused) == (401, "token_invalid")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert verdict(post(client, "refresh", refresh=here["refresh"])) == (401, "token_invalid")
    assert me(client, elsewhere["access"]).status_code == 200
    assert AuditEvent.objects.filter(action="api_logout", actor=user).count() == 1


def test_logging_out_twice_or_with_rubbish_is_fine(client, user):
    refresh = log_in(client, user)["refresh"]
    for text in (refresh, refresh, "rubbish", "a.b.c"):
        assert post(client, "logout", refresh=text).status_code == 204
    assert AuditEvent.objects.filter(action="api_logout").count() == 1


@pytest.mark.parametrize("route", ["refresh", "logout"])
def test_a_body_without_a_token_is_400(client, route):
    assert verdict(post(client, route)) == (400, "invalid")
    assert verdict(post(client, route, refresh=["x"])) == (400, "invalid")


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(client, user):
    pair = log_in(client, user)
    assert verdict(post(client, "refresh", refresh=pair["access"])) == (401, "token_invalid")
    assert verdict(me(client, pair["refresh"])) == (401, "token_invalid")


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer \xff\xfe", "Bearer a.b.c"])
def test_a_broken_header_is_never_an_error_of_ours(client, header):
    answer = client.get("/api/auth/me/", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json()["message"]


def test_a_new_password_ends_access_at_once(client, user):
    pair = log_in(client, user)
    user.set_password("another-horse-entirely")
    user.save()
    assert verdict(me(client, pair["access"])) == (401, "token_invalid")


def test_refreshing_is_slowed_down_by_address(client):
    answers = [post(client, "refresh", refresh="x").status_code for _ in range(32)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_a_login_of_before_somebody_became_staff_opens_nothing(client, user):
    pair = log_in(client, user)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    assert verdict(me(client, pair["access"])) == (403, "otp_required")
    assert verdict(post(client, "refresh", refresh=pair["refresh"])) == (403, "otp_required")


def test_an_access_token_costs_one_query_for_the_family_and_its_user(
    client, user, django_assert_max_num_queries
):
    pair = tokens.open_family(user=user, otp=False)
    with django_assert_max_num_queries(2):  # and one for the roles that /me/ lists
        assert me(client, pair.access).status_code == 200
    assert RefreshFamily.objects.count() == 1
