"""What open dashboards are told over the socket, so that they read a part of themselves again."""

import asyncio
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore

from learning.services import attendance, closing, leaving, sessions
from peerlearn.common.clock import travel
from peerlearn.notifications import push
from peerlearn.notifications.consumers import NoticesConsumer
from tests import factories as make
from tests.support.sockets import Socket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def listen():
    """Return a function that opens the socket of somebody's page, on the layer's own loop."""
    push.adopt_loop(asyncio.get_running_loop())
    opened = []

    async def listen_as(user):
        socket = Socket(NoticesConsumer.as_asgi(), "/ws/notices/")
        socket.scope |= {"user": user, "session": SessionStore()}
        assert (await socket.connect())[0]
        opened.append(socket)
        return socket

    yield listen_as
    for socket in opened:
        await socket.disconnect()
    push.adopt_loop(None)


async def frames(socket):
    """Return the names of the frames that arrive until nothing does."""
    found = []
    while not await socket.receive_nothing(timeout=0.3):
        found.append((await socket.receive_json_from())["t"])
    return found


async def test_a_booking_has_the_learners_recommendations_read_again_and_nobody_elses(listen):
    def lay():
        return make.session(price=0), make.person(), make.person()

    session, learner, other = await database_sync_to_async(lay)()
    mine, theirs = await listen(learner), await listen(other)
    await frames(mine)
    booking = await database_sync_to_async(make.seat)(session, learner)
    assert "recommendations" in await frames(mine)
    cancel = database_sync_to_async(leaving.cancel)
    await cancel(booking_id=booking.pk, actor=learner, expected=0)
    assert "recommendations" in await frames(mine)
    assert "recommendations" not in await frames(theirs)


async def test_the_mentor_hears_who_comes_and_goes_and_that_it_is_over(listen):
    def lay():
        session, learner = make.session(price=0), make.person()
        make.seat(session, learner)
        with travel(session.starts_at):
            sessions.start(session_id=session.pk, actor=session.mentor.user)
        return session, session.mentor.user, learner

    session, teacher, learner = await database_sync_to_async(lay)()
    socket = await listen(teacher)
    await frames(socket)
    who = {"session_id": session.pk, "user_id": learner.pk}
    await database_sync_to_async(attendance.joined)(**who)
    assert await frames(socket) == ["room.people"]
    await database_sync_to_async(attendance.left)(**who, seconds=60)
    assert await frames(socket) == ["room.people"]
    await database_sync_to_async(attendance.left)(**who, seconds=60)
    assert await frames(socket) == []

    def end():
        with travel(session.starts_at + timedelta(hours=1)):
            closing.end(session_id=session.pk, actor=teacher)

    await database_sync_to_async(end)()
    assert "room.people" in await frames(socket)
