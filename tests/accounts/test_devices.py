"""Where somebody is logged in, seen and ended from two browsers and a program."""

import pytest
from allauth.usersessions.models import UserSession
from channels.db import database_sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore
from django.test import Client

from peerlearn.accounts.agents import agent_text
from peerlearn.accounts.models import AuditEvent, RefreshFamily
from peerlearn.common.sockets import SIGNED_OUT
from tests import factories as make
from tests.notifications.test_push import connect

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def logged_in(user, agent=WINDOWS):
    client = Client(headers={"User-Agent": agent})
    answer = client.post("/login/", {"login": user.email, "password": make.PASSWORD})
    assert answer.status_code == 302
    return client


def api_login(user):
    body = {"email": user.email, "password": make.PASSWORD}
    answer = Client(headers={"User-Agent": "python-requests/2"}).post(
        "/api/auth/login/", body, content_type="application/json"
    )
    return answer.json()


def is_in(client):
    return client.get("/profile/").status_code == 200


def text(answer):
    return answer.content.decode()


@pytest.mark.django_db
def test_the_list_tells_browser_system_and_which_one_is_here():
    user = make.person()
    here, _phone = logged_in(user), logged_in(user, IPHONE)
    api_login(user)
    page = " ".join(text(here.get("/profile/devices/")).split())
    for words in ("Chrome on Windows", "Safari on iPhone", "Python", "127.0.0.1"):
        assert words in page
    assert page.count("This device") == 1
    assert page.index("This device") < page.index("Safari on iPhone")


@pytest.mark.django_db
def test_a_browser_signed_out_is_out_at_its_next_request():
    user = make.person()
    here, phone = logged_in(user), logged_in(user, IPHONE)
    other = UserSession.objects.get(user_agent=IPHONE)
    answer = here.post(f"/profile/devices/{other.pk}/out/", follow=True)
    assert "Signed out there." in text(answer)
    assert "Safari on iPhone" not in text(answer)
    assert is_in(here)
    assert not is_in(phone)
    assert AuditEvent.objects.filter(action="device_signed_out", subject=user).count() == 1
    again = here.post(f"/profile/devices/{other.pk}/out/", follow=True)
    assert "signed out already" in text(again)


@pytest.mark.django_db
def test_signing_out_the_browser_at_hand_logs_out():
    user = make.person()
    here = logged_in(user)
    answer = here.post(f"/profile/devices/{UserSession.objects.get().pk}/out/")
    assert answer.url == "/login/"
    assert not is_in(here)


@pytest.mark.django_db
def test_an_api_login_signed_out_opens_nothing_any_more():
    user = make.person()
    here, tokens = logged_in(user), api_login(user)
    family = RefreshFamily.objects.get(user=user)
    bearer = {"Authorization": f"Bearer {tokens['access']}"}
    assert Client().get("/api/auth/me/", headers=bearer).status_code == 200
    here.post(f"/profile/logins/{family.pk}/out/")
    assert Client().get("/api/auth/me/", headers=bearer).status_code == 401
    refreshed = Client().post(
        "/api/auth/refresh/", {"refresh": tokens["refresh"]}, content_type="application/json"
    )
    assert refreshed.status_code == 401
    assert "Python" not in text(here.get("/profile/devices/"))


@pytest.mark.django_db
def test_everywhere_else_is_everything_but_here():
    user = make.person()
    here, phone, tokens = logged_in(user), logged_in(user, IPHONE), api_login(user)
    answer = here.post("/profile/devices/out/", follow=True)
    assert "Signed out of 2 other places." in text(answer)
    assert is_in(here)
    assert not is_in(phone)
    bearer = {"Authorization": f"Bearer {tokens['access']}"}
    assert Client().get("/api/auth/me/", headers=bearer).status_code == 401


@pytest.mark.django_db
def test_nobody_signs_out_somebody_else():
    user, other = make.person(), make.person()
    here, theirs = logged_in(user), logged_in(other, IPHONE)
    api_login(other)
    foreign = UserSession.objects.get(user=other)
    here.post(f"/profile/devices/{foreign.pk}/out/")
    here.post(f"/profile/logins/{RefreshFamily.objects.get(user=other).pk}/out/")
    assert is_in(theirs)
    assert RefreshFamily.objects.filter(user=other, revoked_at=None).exists()
    assert here.get(f"/profile/devices/{foreign.pk}/out/").status_code == 405


@pytest.mark.django_db(transaction=True)
async def test_only_the_sockets_of_that_browser_close():
    user = await database_sync_to_async(make.person)()
    here = await database_sync_to_async(logged_in)(user)
    phone = await database_sync_to_async(logged_in)(user, IPHONE)
    row = await UserSession.objects.aget(user_agent=IPHONE)
    near = await connect(user, here.cookies["sessionid"].value)
    far = await connect(user, phone.cookies["sessionid"].value)
    for socket in (near, far):
        await socket.receive_json_from()
    await database_sync_to_async(here.post)(f"/profile/devices/{row.pk}/out/")
    assert (await far.receive_output())["code"] == SIGNED_OUT
    assert await near.receive_nothing(timeout=0.2)
    await near.disconnect()
    assert not await database_sync_to_async(SessionStore().exists)(row.session_key)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome on Windows"),
        (WINDOWS + " Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari on macOS"),
        ("curl/8", "curl"),
        ("", "Unknown program"),
    ],
)
def test_what_a_browser_says_it_is_becomes_words(agent, words):
    assert agent_text(agent) == words
