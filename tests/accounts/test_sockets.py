"""Who a socket belongs to: through the real stack, with the cookie of a real session."""

import pytest
from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from channels.routing import URLRouter
from django.test import Client

from live.models import RoomToken
from peerlearn.accounts.models import AuthenticatorApp, User
from peerlearn.accounts.services import access, standing
from peerlearn.notifications.groups import user as user_group
from peerlearn.routing import websocket_urlpatterns
from tests import factories
from tests.live.conftest import ticket_for
from tests.support.otp import log_in_verified
from tests.support.sockets import Socket

pytestmark = pytest.mark.django_db(transaction=True)

APP = AuthMiddlewareStack(URLRouter(websocket_urlpatterns))
db = database_sync_to_async


async def open_socket(path, client=None):
    cookie = client.cookies.output(header="", sep=";").strip() if client else ""
    socket = Socket(APP, path, headers=[(b"cookie", cookie.encode())])
    assert (await socket.connect())[0]
    return socket


async def verdict(socket):
    """Return "in" once the server says hello or welcome, else the code it closes with."""
    event = await socket.receive_output()
    if event["type"] == "websocket.close":
        return event["code"]
    if '"error"' in event["text"]:
        return await verdict(socket)
    await socket.disconnect()
    return "in"


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def verified(user):
    client = Client()
    log_in_verified(client, user)
    return client


def admin():
    return User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")


async def test_a_learner_hears_their_notices_and_a_visitor_hears_none():
    client = await db(lambda: logged_in(factories.person()))()
    assert await verdict(await open_socket("/ws/notices/", client)) == "in"
    assert await verdict(await open_socket("/ws/notices/")) == 4401


async def test_staff_are_nobody_until_their_second_factor():
    user = await db(admin)()
    client = await db(logged_in)(user)
    assert await verdict(await open_socket("/ws/notices/", client)) == 4401
    client = await db(verified)(user)
    assert await verdict(await open_socket("/ws/notices/", client)) == "in"


@pytest.mark.parametrize("change", ["unconfirmed", "gone", "somebody elses"])
async def test_a_second_factor_that_is_no_longer_theirs_counts_for_nothing(change):
    user = await db(admin)()
    client = await db(verified)(user)

    def spoil():
        mine = AuthenticatorApp.objects.filter(user=user)
        if change == "unconfirmed":
            mine.update(confirmed=False)
        elif change == "gone":
            mine.delete()
        else:
            mine.update(user=factories.person())

    await db(spoil)()
    assert await verdict(await open_socket("/ws/notices/", client)) == 4401


async def test_a_mentor_who_is_staff_enters_their_room_with_a_second_factor_only():
    def prepare():
        session = factories.session(starts_in=5, price=0)
        user = session.mentor.user
        User.objects.filter(pk=user.pk).update(is_staff=True)
        return session, user, [ticket_for(session, user).token for _ in range(2)]

    session, user, tokens = await db(prepare)()
    for make, token, told in ((logged_in, tokens[0], 4401), (verified, tokens[1], "in")):
        socket = await open_socket(f"/ws/room/{session.pk}/", await db(make)(user))
        await socket.send_json_to({"v": 1, "t": "hello", "token": token})
        assert await verdict(socket) == told
    assert await db(RoomToken.objects.filter(used_at=None).count)() == 1


def while_joining(monkeypatch, user, happens):
    """Let something happen just before a socket joins its person's group."""
    layer = get_channel_layer()
    join = layer.group_add

    async def late(group, channel):
        if group == user_group(user.pk):
            await db(happens)()
        await join(group, channel)

    monkeypatch.setattr(layer, "group_add", late)


async def test_an_account_closed_while_a_page_opens_its_socket_is_not_let_in(monkeypatch):
    user = await db(factories.person)()
    client = await db(logged_in)(user)
    while_joining(
        monkeypatch, user, lambda: standing.deactivate(actor=user, user=user, reason="Leaving.")
    )
    assert await verdict(await open_socket("/ws/notices/", client)) == 4401


async def test_a_login_ended_while_a_page_opens_its_socket_is_not_let_in(monkeypatch):
    user, client = await db(factories.person)(), Client()
    await db(client.post)("/login/", {"login": user.email, "password": factories.PASSWORD})
    while_joining(monkeypatch, user, lambda: access.end_access(user=user, why="elsewhere"))
    assert await verdict(await open_socket("/ws/notices/", client)) == 4401


async def test_a_login_ended_while_the_room_is_entered_is_not_let_in(monkeypatch):
    def prepare():
        session = factories.session(starts_in=5, price=0)
        return session, session.mentor.user, ticket_for(session, session.mentor.user).token

    session, user, token = await db(prepare)()
    client = await db(logged_in)(user)
    while_joining(monkeypatch, user, lambda: access.end_access(user=user, why="elsewhere"))
    socket = await open_socket(f"/ws/room/{session.pk}/", client)
    await socket.send_json_to({"v": 1, "t": "hello", "token": token})
    assert await verdict(socket) == 4403


async def test_logging_out_hangs_up_in_the_other_tabs_of_that_browser_alone():
    user = await db(factories.person)()
    here, there = await db(logged_in)(user), await db(logged_in)(user)
    tab = await open_socket("/ws/notices/", here)
    phone = await open_socket("/ws/notices/", there)
    for socket in (tab, phone):
        await socket.receive_output()
    await db(here.post)("/logout/")
    assert await verdict(tab) == 4403
    assert await phone.receive_nothing(0.3)
    await phone.disconnect()
