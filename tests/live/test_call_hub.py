"""Everybody in a call hears the same in the same order; who is slow holds up nobody."""

import asyncio

import pytest
from channels.layers import get_channel_layer

from live import fanout, groups
from live.call_hub import CallHub, call_hub
from live.services import rooms
from tests.live.conftest import db, ticket_for
from tests.support.sockets import PATIENCE


class Phone:
    """A socket that takes what it is told, or is stuck while `free` is not set."""

    def __init__(self):
        self.heard, self.closed = [], []
        self.free = asyncio.Event()
        self.free.set()

    async def hear(self, event):
        await self.free.wait()
        self.heard.append(event)

    async def close(self, code):
        self.closed.append(code)


async def until(true):
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0)


async def say(*items):
    await get_channel_layer().group_send(
        groups.calls(), {"type": "push.items", "items": [list(item) for item in items]}
    )


@pytest.fixture
async def two_calls():
    """Return (hub, phones of call 1, phones of call 2)."""
    hub = CallHub()
    calls = [Phone() for _ in range(3)], [Phone() for _ in range(2)]
    for number, phones in enumerate(calls, start=1):
        for phone in phones:
            await hub.enter(number, phone)
    yield hub, *calls
    for phone in calls[0] + calls[1]:
        await hub.leave(phone)


async def test_each_call_hears_its_own_news_in_their_order_and_the_last_to_leave_ends_it(two_calls):
    hub, first, second = two_calls
    await say(*[(1, number) for number in range(20)], (2, "other"), (3, "nobody is there"))
    await until(lambda: all(len(phone.heard) == 20 for phone in first))
    await until(lambda: all(phone.heard for phone in second))
    assert [phone.heard for phone in first] == [list(range(20))] * 3
    assert [phone.heard for phone in second] == [["other"]] * 2
    assert hub.listening
    for phone in first + second:
        await hub.leave(phone)
    assert not hub.listening
    assert not hub.calls


async def test_a_phone_that_was_stuck_for_a_moment_misses_nothing(two_calls, monkeypatch):
    monkeypatch.setattr(fanout, "SEND_SECONDS", 20.0)
    _hub, first, second = two_calls
    slow, *well = first
    slow.free.clear()
    await say(*[(1, number) for number in range(5)], (2, "other"))
    await until(lambda: all(len(phone.heard) == 5 for phone in well))
    await until(lambda: all(phone.heard for phone in second))
    assert slow.heard == []
    slow.free.set()
    await until(lambda: slow.heard == list(range(5)))
    await say((1, "last"))
    await until(lambda: slow.heard[-1] == "last")
    assert slow.closed == []


async def test_a_phone_that_stays_stuck_is_let_go(two_calls, monkeypatch):
    monkeypatch.setattr(fanout, "SEND_SECONDS", 0.3)
    hub, first, _second = two_calls
    slow, *well = first
    slow.free.clear()
    await say((1, "first"))
    await until(lambda: slow.closed == [1013])
    assert hub.calls[1] == set(well)
    await say((1, "second"))
    await until(lambda: all(phone.heard == ["first", "second"] for phone in well))


async def test_news_that_comes_while_one_is_let_in_is_heard_after_the_welcome(a_room, enter, knock):
    session, mentor, learner = a_room
    await db(rooms.start)(session_id=session.pk, actor=mentor)
    await enter(session, mentor)
    in_the_call = call_hub().calls[session.pk]
    before = set(in_the_call)
    ticket = await db(ticket_for)(session, learner)
    seat = await knock(session, learner, hello=False)
    await seat.say("hello", token=ticket.token)
    await until(lambda: in_the_call != before)
    (socket,) = in_the_call - before
    await socket.hear({"type": "room.told", "frame": {"t": "typing", "pid": "x", "on": True}})
    await seat.hear("typing")
    assert [frame["t"] for frame in seat.heard][:1] == ["welcome"]


async def test_the_process_stops_listening_when_the_last_leaves_a_room(call):
    assert call_hub().listening
    for seat in call:
        await seat.leave()
    assert not call_hub().listening
