"""Rooms for tests: real sockets' consumers, real services, people made by the factories."""

import asyncio
import json
from dataclasses import dataclass, field

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from django.test import Client

from live.queries.access import enter_place
from live.services import rooms, tokens
from peerlearn.routing import websocket_urlpatterns
from tests import factories
from tests.support.sockets import Socket

APP = URLRouter(websocket_urlpatterns)
db = database_sync_to_async


@dataclass
class Seat:
    """One person's socket in a room, and what they have heard so far."""

    session_id: int
    user: object
    socket: Socket
    resume_key: str = ""
    heard: list = field(default_factory=list)
    welcome: dict = field(default_factory=dict)

    async def say(self, t, **data):
        """Send a message."""
        await self.socket.send_to(text_data=json.dumps({"v": 1, "t": t} | data))

    async def hear(self, t):
        """Return the next frame of a type; what comes before it is kept in `heard`."""
        while True:
            event = await self.socket.receive_output()
            if event["type"] == "websocket.close":
                raise AssertionError(f"closed with {event['code']} while waiting for {t}")
            if self.keep(event)["t"] == t:
                return self.heard[-1]

    async def closed(self):
        """Return the code the server closes with; frames before it are kept."""
        while (event := await self.socket.receive_output())["type"] != "websocket.close":
            self.keep(event)
        return event["code"]

    async def silent(self, t, seconds=0.3):
        """Assert that no frame of a type comes for a while."""
        await asyncio.sleep(seconds)
        while not self.socket.output_queue.empty():
            frame = self.keep(self.socket.output_queue.get_nowait())
            assert frame["t"] != t, f"heard {frame}"

    def keep(self, event):
        """Return the frame of an event, kept in `heard`."""
        self.heard.append(json.loads(event["text"]))
        return self.heard[-1]

    async def leave(self, code=1000):
        """Close the socket; 1000 is a goodbye, 1006 a lost one."""
        await self.socket.disconnect(code)

    @property
    def pid(self):
        """Return who one is in the call."""
        return self.welcome["pid"]


@pytest.fixture
def a_room(transactional_db):
    """Return (session, mentor user, learner user) of a free session that starts in 5 minutes."""
    session = factories.session(starts_in=5, price=0, capacity=4)
    learner = factories.person("Lena Learner")
    factories.seat(session, learner)
    return session, session.mentor.user, learner


@pytest.fixture
async def knock():
    """Return a function that opens a person's socket and says hello with a fresh ticket."""
    opened = []

    async def open_seat(session, user, *, token=None, resume_key=None, hello=True):
        socket = Socket(APP, f"/ws/room/{session.pk}/")
        socket.scope["user"] = user
        assert (await socket.connect())[0]
        seat = Seat(session.pk, user, socket)
        opened.append(seat)
        if not hello:
            return seat
        if token is None and resume_key is None:
            ticket = await db(ticket_for)(session, user)
            token, seat.resume_key = ticket.token, ticket.resume_key
        await seat.say("hello", token=token, resume_key=resume_key)
        seat.resume_key = seat.resume_key or resume_key
        return seat

    yield open_seat
    for seat in opened:
        await seat.socket.disconnect(1006)


@pytest.fixture
async def enter(knock):
    """Return a function that brings a person into the room or its lobby."""

    async def come_in(session, user, **how):
        seat = await knock(session, user, **how)
        seat.welcome = await seat.hear("welcome")
        return seat

    return come_in


@pytest.fixture
async def call(a_room, enter):
    """Return (mentor's seat, learner's seat) of a class that has started."""
    session, mentor, learner = a_room
    await db(rooms.start)(session_id=session.pk, actor=mentor)
    first = await enter(session, mentor)
    second = await enter(session, learner)
    await first.hear("peer-joined")
    return first, second


def ticket_for(session, user):
    """Issue a ticket as the join route does."""
    place = enter_place(session_id=session.pk, user=user)
    rooms.room_of(place.session)
    return tokens.issue(place=place)


@pytest.fixture
def web():
    """Return a function that makes a logged-in test client."""

    def log_in(user):
        client = Client()
        client.force_login(user)
        return client

    return log_in


seat_of = sync_to_async(factories.seat)
