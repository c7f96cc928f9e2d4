"""Who the caller is, by token and by session."""

import pytest

from peerlearn.accounts.models import User
from tests import factories as make
from tests.accounts.api.asking import log_in, me, verdict
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/auth/me/", "/api/auth/me"])
def test_a_visitor_is_told_to_log_in(client, path):
    answer = client.get(path)
    assert verdict(answer) == (401, "not_authenticated")


def test_a_token_tells_who_holds_it(client):
    user = make.person("Asha Rao", time_zone="Asia/Kolkata")
    assert me(client, log_in(client, user)["access"]).json() == {
        "id": user.pk,
        "email": user.email,
        "name": "Asha Rao",
        "role": "learner",
        "roles": ["learner"],
        "otp": False,
        "time_zone": "Asia/Kolkata",
        "avatar_url": "",
    }


def test_a_picture_has_its_whole_address(client):
    user = make.person()
    User.objects.filter(pk=user.pk).update(avatar="avatars/7.webp")
    body = me(client, log_in(client, user)["access"]).json()
    assert body["avatar_url"] == "http://testserver/media/avatars/7.webp"


def test_a_browser_session_counts_too(client):
    user = make.person()
    log_in_verified(client, user)
    body = client.get("/api/auth/me/").json()
    assert (body["id"], body["otp"]) == (user.pk, True)


GUARD = "peerlearn.accounts.middleware.StaffSecondFactorMiddleware"


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "by the API alone"])
def test_a_staff_session_without_second_factor_is_refused_everywhere(client, settings, guarded):
    if not guarded:
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != GUARD]
    boss = User.objects.create_superuser("boss@example.test", make.PASSWORD, name="Boss")
    client.force_login(boss)
    for path in ("/api/auth/me/", "/api/payments/history/", "/api/sessions/"):
        assert verdict(client.get(path)) == (403, "otp_required")
    log_in_verified(client, boss)
    assert client.get("/api/auth/me/").status_code == 200
