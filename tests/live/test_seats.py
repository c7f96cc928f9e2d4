"""Seat counts on open pages: at once, then merged, and only of what anybody may see."""

import asyncio
import json
import time

import pytest

from live import fanout, hub
from live.consumers.seats import hub as current_hub
from live.consumers.seats import wanted
from tests import factories
from tests.live.conftest import APP, db
from tests.support.sockets import PATIENCE, Socket


@pytest.fixture
async def page():
    """Return a function that opens an anonymous page's socket and watches sessions."""
    opened = []

    async def watch(*ids):
        socket = Socket(APP, "/ws/seats/")
        assert (await socket.connect())[0]
        opened.append(socket)
        await socket.send_json_to({"t": "watch", "sessions": list(ids)})
        return socket

    yield watch
    for socket in opened:
        await socket.disconnect()


async def left(socket):
    frame = json.loads(await socket.receive_from())
    assert (frame["v"], frame["t"]) == (1, "seats")
    data = frame["data"]
    assert data["left"] == data["capacity"] - data["taken"]
    return data["left"]


@pytest.fixture
def session(transactional_db):
    return factories.session(price=0, capacity=7)


async def test_a_page_hears_the_count_now_and_every_change(session, page):
    socket = await page(session.pk)
    assert await left(socket) == 7
    began = time.monotonic()
    await db(factories.seat)(session)
    assert await left(socket) == 6
    assert time.monotonic() - began < hub.MERGE_SECONDS


async def test_changes_within_half_a_second_are_one_message_and_the_last_count_is_right(
    session, page
):
    socket = await page(session.pk)
    assert await left(socket) == 7
    for _ in range(5):
        await db(factories.seat)(session)
    heard = []
    while not heard or heard[-1] != 2:
        heard.append(await left(socket))
    assert heard[0] == 6
    assert len(heard) <= 3
    assert await socket.receive_nothing(hub.MERGE_SECONDS + 0.2)


async def test_many_pages_share_one_subscription(session, page):
    sockets = [await page(session.pk) for _ in range(20)]
    for socket in sockets:
        assert await left(socket) == 7
    assert len(current_hub().watchers[session.pk]) == 20
    for seats in (6, 5):
        await db(factories.seat)(session)
        assert [await left(socket) for socket in sockets] == [seats] * 20


async def test_the_last_page_to_go_ends_the_subscription(session, page):
    socket = await page(session.pk)
    await left(socket)
    await socket.disconnect()
    assert not current_hub().watchers
    assert not current_hub().listening


async def test_other_sessions_and_drafts_are_not_heard_of(session, page):
    draft = await db(factories.draft)(price=0)
    other = await db(factories.session)(price=0)
    socket = await page(draft.pk, other.pk)
    assert await left(socket) == 2
    await db(factories.seat)(session)
    assert await socket.receive_nothing(0.3)


async def test_a_flood_of_watching_closes_the_socket(session, page):
    socket = await page(session.pk)
    for _ in range(12):
        await socket.send_json_to({"t": "watch", "sessions": []})
    while (event := await socket.receive_output())["type"] != "websocket.close":
        pass
    assert event["code"] == 4429


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (None, None),
        ("{", None),
        ("[]", None),
        ('{"t":"other"}', None),
        ('{"t":"watch","sessions":"1"}', None),
        ('{"t":"watch","sessions":[1,"2",true,-3,99999999999999999999,4]}', {1, 4}),
        (json.dumps({"t": "watch", "sessions": list(range(1, 200))}), set(range(1, 101))),
    ],
)
def test_what_a_page_may_watch(text, ids):
    assert wanted(text) == ids


class Phone:
    """A page on a line of its own: one that is `stuck` takes nothing and never says so."""

    def __init__(self, *, stuck=False, gone=False):
        self.stuck, self.gone = stuck, gone
        self.heard, self.closed = [], []

    async def hear(self, event):
        if self.gone:
            raise ConnectionError("the line is cut")
        if self.stuck:
            await asyncio.Event().wait()
        self.heard.append(json.loads(event["text"])["data"]["left"])

    async def close(self, code):
        self.closed.append(code)


async def until(true):
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.02)


async def test_stuck_and_lost_phones_hold_up_nobody_and_are_let_go(session, monkeypatch):
    monkeypatch.setattr(fanout, "SEND_SECONDS", 3.0)
    phones = [Phone(stuck=n % 10 == 3, gone=n % 10 == 5) for n in range(40)]
    well = [phone for phone in phones if not phone.stuck and not phone.gone]
    stuck = [phone for phone in phones if phone.stuck]
    seats = hub.SeatHub()
    for phone in phones:
        await seats.watch(phone, {session.pk})
    seats.changed(session.pk)
    await until(lambda: all(phone.heard for phone in well))
    assert not any(phone.closed for phone in phones), "nobody waited for the stuck ones"
    await until(lambda: all(phone.closed for phone in stuck))
    assert [phone.closed for phone in stuck] == [[1013]] * 4
    assert seats.watchers[session.pk] == set(phones) - set(stuck)
    assert [phone.heard for phone in well] == [[7]] * 32
    for phone in phones:
        await seats.forget(phone)
    assert not seats.listening
