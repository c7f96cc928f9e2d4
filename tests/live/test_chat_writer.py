"""Lines of many rooms are stored together, and none pays for another."""

import asyncio
import threading

import pytest
from django.db import DataError, connection, transaction

from live.chat_writer import ChatWriter
from live.models import ChatMessage, Room
from live.services import rooms
from live.services.chat import Said
from peerlearn.common.errors import Conflict
from tests import factories
from tests.live.conftest import db

pytestmark = pytest.mark.django_db(transaction=True)


def open_room():
    session = factories.session(starts_in=5, price=0)
    room = rooms.room_of(session)
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    return room, session.mentor.user


def told(room, user, id, text="Hello"):
    return Said(room.pk, user, id, text)


async def test_lines_written_at_once_get_numbers_room_by_room():
    (one, ann), (two, ben) = await db(open_room)(), await db(open_room)()
    writer = ChatWriter()
    said = [told(*(one, ann) if n % 2 else (two, ben), id=str(n)) for n in range(10)]
    lines = await asyncio.gather(*[writer.write(line) for line in said])
    assert [line.seq for line in lines] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    await db(one.refresh_from_db)()
    assert one.last_chat == 5
    again = await asyncio.gather(writer.write(said[0]), writer.write(said[0]))
    assert [line.pk for line in again] == [lines[0].pk] * 2, "a resend is the same line"
    assert await db(ChatMessage.objects.count)() == 10


async def test_a_closed_room_refuses_its_line_and_no_other():
    (one, ann), (two, ben) = await db(open_room)(), await db(open_room)()
    await db(rooms.end)(session_id=one.session_id, actor=ann)
    writer = ChatWriter()
    late, kept = await asyncio.gather(
        writer.write(told(one, ann, "late")),
        writer.write(told(two, ben, "kept")),
        return_exceptions=True,
    )
    assert isinstance(late, Conflict)
    assert late.code == "room_closed"
    assert kept.seq == 1


@pytest.mark.postgres
async def test_a_line_that_cannot_be_stored_takes_no_other_with_it():
    (one, ann), (two, ben) = await db(open_room)(), await db(open_room)()
    writer = ChatWriter()
    bad, kept = await asyncio.gather(
        writer.write(told(one, ann, "bad", "no \0 in a text")),
        writer.write(told(two, ben, "kept")),
        return_exceptions=True,
    )
    assert isinstance(bad, DataError)
    assert kept.seq == 1
    assert (await writer.write(told(one, ann, "next"))).seq == 1


@pytest.mark.postgres
async def test_a_room_that_somebody_holds_waits_alone():
    (held, ann), (free, ben) = await db(open_room)(), await db(open_room)()
    holds, over = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                Room.objects.select_for_update().get(pk=held.pk)
                holds.set()
                assert over.wait(30)
        finally:
            connection.close()

    holder = asyncio.create_task(asyncio.to_thread(hold))
    await asyncio.to_thread(holds.wait, 30)
    writer = ChatWriter()
    waiting = asyncio.create_task(writer.write(told(held, ann, "waits")))
    assert (await writer.write(told(free, ben, "kept"))).seq == 1
    assert not waiting.done()
    over.set()
    assert (await waiting).seq == 1
    await holder
