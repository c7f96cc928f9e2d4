"""Films on their way out of the embedded server: never whole in memory, never compressed."""

import asyncio
import tracemalloc
from pathlib import Path

import pytest

from live.models import Recording, RecordingFile
from live.recording_links import Link, sign
from live.services import entry, rooms
from peerlearn.asgi import application
from peerlearn.common.files import private_files
from tests import factories
from tests.live.conftest import ticket_for

MEGABYTE = 1024 * 1024
LONG = 40 * MEGABYTE


@pytest.fixture
def long_film(transactional_db, settings, tmp_path, web):
    """A film of 40 MB of a session that is over: (its address, its mentor's cookie)."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    session = factories.session(starts_in=5, price=0)
    mentor, learner = session.mentor.user, factories.seat(session).learner
    rooms.start(session_id=session.pk, actor=mentor)
    for user in (mentor, learner):
        token = ticket_for(session, user).token
        entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)
    rooms.end(session_id=session.pk, actor=mentor)
    made = Recording.objects.create(
        room=rooms.room_of(session), asked_by=mentor, keep_days=9, state="ready"
    )
    path = Path(private_files().path("long.webm"))
    path.parent.mkdir()
    with path.open("wb") as stream:
        stream.write(b"begin")
        stream.truncate(LONG)
    RecordingFile.objects.create(
        recording=made, number=1, file=path.name, ending="webm", size=LONG, seconds=900
    )
    key = sign(Link(session.pk, made.pk, 1), user_id=mentor.pk)
    return f"/room/recording/{key}/", web(mentor).cookies["sessionid"].value


async def fetch(film, **headers):
    """Ask the server people start; returns (status, headers, bytes sent, first bytes)."""
    address, cookie = film
    asked = {"host": "localhost", "cookie": f"sessionid={cookie}"} | headers
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": address, "query_string": b"download", "server": ("localhost", 80),
        "headers": [(name.encode(), value.encode()) for name, value in asked.items()],
    }  # fmt: skip
    asks = asyncio.Queue()
    asks.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    told, sent, first = {}, 0, b""

    async def send(message):
        nonlocal sent, first
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            told.update((name.decode(), value.decode()) for name, value in message["headers"])
        else:
            first = first or message.get("body", b"")[:5]
            sent += len(message.get("body", b""))

    await application(scope, asks.get, send)
    return told.pop("status"), told, sent, first


async def test_a_film_is_downloaded_without_being_held_in_memory(long_film):
    await fetch(long_film, range="bytes=0-0")  # what is loaded once does not count
    tracemalloc.start()
    try:
        status, told, sent, first = await fetch(long_film)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (status, sent, first) == (200, LONG, b"begin")
    assert told["content-length"] == str(LONG)
    assert told["accept-ranges"] == "bytes"
    assert most < 4 * MEGABYTE


async def test_a_piece_is_as_long_as_it_says_for_whoever_takes_compressed_pages(long_film):
    for asked, length, range_ in (
        ("bytes=0-9999", 10_000, f"bytes 0-9999/{LONG}"),
        ("bytes=5-", 4 * MEGABYTE, f"bytes 5-{4 * MEGABYTE + 4}/{LONG}"),
        ("bytes=-7000", 7_000, f"bytes {LONG - 7000}-{LONG - 1}/{LONG}"),
    ):
        headers = {"range": asked, "accept-encoding": "gzip, br"}
        status, told, sent, _first = await fetch(long_film, **headers)
        assert (status, sent, told["content-range"]) == (206, length, range_)
        assert told["content-length"] == str(length)
        assert "content-encoding" not in told
