"""Pushes reach sockets from any thread, quickly, and only after the commit."""

import asyncio
import threading
import time

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import transaction

from peerlearn.accounts.services.access import end_access
from peerlearn.notifications import groups, push
from peerlearn.notifications.consumers import NoticesConsumer
from peerlearn.notifications.kinds import NoticeKind, register
from peerlearn.notifications.services import mark_read, notify
from tests import factories as make
from tests.support.sockets import Socket

register(NoticeKind("test_news", "News about {thing}", "", "/{thing}/"))

QUICK = 0.2


@pytest.fixture
def loop_adopted():
    """Stand where the server stands: its loop is the channel layer's home."""
    yield push.adopt_loop
    push.adopt_loop(None)


async def connect(user, session=None):
    socket = Socket(NoticesConsumer.as_asgi(), "/ws/notices/")
    socket.scope["session"] = store = SessionStore(session)
    if session and not await database_sync_to_async(store.exists)(session):
        await database_sync_to_async(store.save)(must_create=True)
    socket.scope["user"] = user
    assert (await socket.connect())[0]
    return socket


@pytest.mark.django_db(transaction=True)
async def test_a_notice_written_in_a_worker_thread_reaches_an_idle_server_at_once(loop_adopted):
    loop_adopted(asyncio.get_running_loop())
    user = await database_sync_to_async(make.person)()
    socket = await connect(user)
    assert (await socket.receive_json_from())["t"] == "hello"
    await asyncio.sleep(0.3)  # the loop has nothing to do, as at night
    sent = []

    def work():
        sent.append(time.monotonic())
        push.send_json(groups.user(user.pk), "ping", {})

    thread = threading.Thread(target=work)
    thread.start()
    assert (await socket.receive_json_from())["t"] == "ping"
    assert time.monotonic() - sent[0] < QUICK
    thread.join()
    await socket.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_news_of_one_group_arrives_in_the_order_of_its_sending(loop_adopted):
    loop_adopted(asyncio.get_running_loop())
    user = await database_sync_to_async(make.person)()
    socket = await connect(user)
    await socket.receive_json_from()

    def work():
        for number in range(100):
            push.send_json(groups.user(user.pk), "ping", {"number": number})

    await asyncio.to_thread(work)
    heard = [(await socket.receive_json_from())["data"]["number"] for _ in range(100)]
    assert heard == list(range(100))
    await socket.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_a_notice_is_pushed_after_commit_and_not_when_rolled_back(loop_adopted):
    loop_adopted(asyncio.get_running_loop())
    user = await database_sync_to_async(make.person)()
    socket = await connect(user)
    await socket.receive_json_from()

    def rolled_back():
        with transaction.atomic():
            notify(user=user, kind="test_news", data={"thing": "lost"})
            transaction.set_rollback(True)

    await database_sync_to_async(rolled_back)()
    assert await socket.receive_nothing(timeout=0.3)
    await database_sync_to_async(notify)(user=user, kind="test_news", data={"thing": "kept"})
    frame = await socket.receive_json_from()
    assert frame["t"] == "notice"
    assert frame["data"]["title"] == "News about kept"
    await socket.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_the_bell_of_a_stranger_stays_silent():
    socket = Socket(NoticesConsumer.as_asgi(), "/ws/notices/")
    socket.scope["user"] = AnonymousUser()
    await socket.connect()
    closed = await socket.receive_output()
    assert closed["code"] == 4401
    # What the consumer listens with must not be left to the loop's end: Redis may not let go.
    await socket.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_the_sockets_of_ended_sessions_hang_up_and_the_kept_one_stays(loop_adopted):
    loop_adopted(asyncio.get_running_loop())
    user = await database_sync_to_async(make.person)()
    kept, other = (
        await connect(user, session="kept-session"),
        await connect(user, session="other-session"),
    )
    await database_sync_to_async(end_access)(user=user, why="test", keep_session="kept-session")
    for socket in (kept, other):
        assert (await socket.receive_json_from())["t"] == "hello"
    assert (await other.receive_output())["code"] == 4403
    assert await kept.receive_nothing(timeout=0.3)
    await kept.disconnect()


@pytest.mark.django_db
def test_the_same_news_is_told_once():
    user = make.person()
    first = notify(user=user, kind="test_news", data={"thing": "a"}, dedup="a")
    assert first is not None
    assert notify(user=user, kind="test_news", data={"thing": "a"}, dedup="a") is None
    assert user.notices.count() == 1


@pytest.mark.django_db
def test_reading_marks_only_ones_own():
    mine, other = make.person(), make.person()
    notify(user=mine, kind="test_news", data={"thing": "a"})
    theirs = notify(user=other, kind="test_news", data={"thing": "b"})
    assert mark_read(user=mine, ids=[theirs.pk]) == 1
    assert mark_read(user=mine) == 0
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_a_process_that_serves_nobody_sends_all_its_news_on_one_loop_and_ends_it():
    def loops():
        return [thread for thread in threading.enumerate() if thread.name == "push"]

    assert loops() == []
    for _ in range(3):
        push.send_json(groups.user(1), "ping", {})
    assert len(loops()) == 1
    push.hang_up()
    assert loops() == []
    push.send_json(groups.user(1), "ping", {})
    assert len(loops()) == 1
