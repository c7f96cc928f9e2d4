"""`POST /api/users/{id}/deactivate/`: who may close whose account."""

import pytest

from peerlearn.accounts.models import AuditEvent, User
from peerlearn.accounts.services import tokens
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db


def close(client, user_id, reason="Enough.", **more):
    body = {"reason": reason}
    path = f"/api/users/{user_id}/deactivate/"
    return client.post(path, body, content_type="application/json", **more)


def test_somebody_closes_their_own_account_and_their_token_ends_with_it(client):
    user = factories.person()
    token = tokens.open_family(user=user, otp=False).access
    bearer = {"headers": {"Authorization": f"Bearer {token}"}}
    answer = close(client, user.pk, **bearer)
    assert (answer.status_code, answer.json()) == (200, {"standing": "deactivated"})
    assert client.get("/api/auth/me/", **bearer).status_code == 401
    assert AuditEvent.objects.get(action="account_deactivated").detail["reason"] == "Enough."


def test_a_moderator_with_a_second_factor_closes_somebody_elses(client):
    user = factories.person()
    log_in_verified(client, factories.moderator())
    assert close(client, user.pk).status_code == 200
    assert not User.objects.get(pk=user.pk).is_active
    again = close(client, user.pk)
    assert (again.status_code, again.json()["code"]) == (409, "already_so")


def test_a_moderators_token_closes_an_account_only_if_it_passed_a_second_factor(client):
    user, moderator = factories.person(), factories.moderator()
    for otp, status in ((False, 403), (True, 200)):
        token = tokens.open_family(user=moderator, otp=otp).access
        answer = close(client, user.pk, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status


def test_a_moderator_without_a_second_factor_is_asked_for_it(client):
    client.force_login(factories.moderator())
    answer = close(client, factories.person().pk)
    assert (answer.status_code, answer.json()["code"]) == (403, "otp_required")


@pytest.mark.parametrize("of", ["somebody", "nobody"])
def test_a_learner_is_told_no_whether_the_account_is_there_or_not(client, of):
    client.force_login(factories.person())
    pk = factories.person().pk if of == "somebody" else 999_999
    answer = close(client, pk)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_an_account_that_is_not_there_is_not_found(client):
    log_in_verified(client, factories.moderator())
    for pk in (999_999, 999_999_999_999_999_999):
        assert close(client, pk).status_code == 404


def test_a_visitor_is_asked_to_log_in(client):
    assert close(client, factories.person().pk).status_code == 401


@pytest.mark.parametrize("reason", ["", " ", "x" * 301, None, ["a"]])
def test_without_a_sensible_reason_nothing_happens(client, reason):
    user = factories.person()
    client.force_login(user)
    answer = close(client, user.pk, reason=reason)
    assert answer.status_code == 400
    assert "reason" in answer.json()["fields"]
    assert User.objects.get(pk=user.pk).is_active
