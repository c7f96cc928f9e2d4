"""Rooms and seat counts under load: 500 sockets in 125 rooms, 2,000 that watch a session.

All clients live in this process, so one monotonic clock stamps what is sent and what arrives. The
floor of the fan-out is a bare ASGI loop that sends the same frame to as many sockets.
"""

import asyncio
import gc
import json
import re
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import websockets

from tests.support.product import Product, free_port

ROOMS, SEATS = 125, 3
SECONDS = 20
WATCHERS, CHANGES = 2000, 5
SEED = f"""
from live.services import rooms
from tests import factories
for number in range({ROOMS}):
    mentor = factories.mentor()
    session = factories.session(by=mentor, starts_in=5, price=0, capacity={SEATS})
    for _ in range({SEATS}):
        factories.seat(session)
    rooms.room_of(session)
    rooms.start(session_id=session.pk, actor=mentor.user)
    print(session.pk)
"""
TICKETS = """
from learning.models import Booking, Session
from live.queries.access import place_of
from live.services import tokens
for pk in %r:
    session = Session.objects.select_related("mentor__user").get(pk=pk)
    people = [session.mentor.user] + [b.learner for b in Booking.objects.filter(session=session)]
    for user in people:
        print(pk, tokens.issue(place=place_of(session_id=pk, user=user)).token)
"""
BOOK = """
import time
from learning.models import Session
from tests import factories
session = Session.objects.get(pk=%d)
person = factories.person()
print(time.monotonic_ns())
factories.seat(session, person)
print(time.monotonic_ns())
"""
STAMP = re.compile(r"T(\d{9,})T")


@dataclass
class Tally:
    """What arrived: milliseconds from sent to heard, one entry a delivery."""

    took: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        """Return the time below which this share of deliveries lies."""
        ranked = sorted(self.took)
        return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else float("nan")


def cpu(pid: int) -> float:
    """Return the CPU seconds a process has used."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / 100


def memory(pid: int) -> int:
    """Return the KiB of memory a process holds."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def serve(product: Product, application: str) -> tuple[int, str]:
    """Serve an ASGI application in one uvicorn process; return its pid and address."""
    port = free_port()
    command = ("-m", "uvicorn", application, "--port", str(port), "--log-level", "warning")
    process = product.spawn(*command)
    if application.startswith("peerlearn"):
        product.wait_for(f"http://127.0.0.1:{port}")
    else:
        time.sleep(3)
    return process.pid, f"ws://127.0.0.1:{port}"


async def opened(url: str, origin: str, first: dict | None = None):
    """Open a socket and say the first thing."""
    socket = await websockets.connect(
        url, origin=origin, compression=None, ping_interval=None, open_timeout=60
    )
    if first:
        await socket.send(json.dumps(first))
    return socket


async def listen(socket, tally: Tally) -> None:
    """Note when each stamped frame arrives."""
    try:
        async for frame in socket:
            stamp = STAMP.search(frame)
            if stamp:
                tally.took.append((time.monotonic_ns() - int(stamp[1])) / 1e6)
    except websockets.ConnectionClosed:
        return


async def enter(url: str, origin: str, session: str, token: str):
    """Come into a room; return the socket once it was let in."""
    socket = await opened(
        f"{url}/ws/room/{session}/", origin, {"v": 1, "t": "hello", "token": token}
    )
    while json.loads(await asyncio.wait_for(socket.recv(), 60))["t"] != "welcome":
        pass
    return socket


async def talk(rooms: dict[str, list], rate: int, seconds: int) -> tuple[Tally, int]:
    """Let every room say so many lines a second for a while, its people in turn."""
    tally, sent = Tally(), 0
    readers = [asyncio.create_task(listen(s, tally)) for people in rooms.values() for s in people]

    async def chatter(people: list, offset: float) -> None:
        nonlocal sent
        begins = time.perf_counter() + offset
        for turn in range(seconds * rate):
            await asyncio.sleep(max(0.0, begins + turn / rate - time.perf_counter()))
            text = f"T{time.monotonic_ns()}T"
            line = {"v": 1, "t": "chat", "id": f"{begins:.3f}-{turn}-{rate}", "text": text}
            await people[turn % len(people)].send(json.dumps(line))
            sent += len(people)

    share = 1 / rate / len(rooms)
    await asyncio.gather(*[chatter(people, n * share) for n, people in enumerate(rooms.values())])
    await asyncio.sleep(3)
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)
    return tally, sent


async def fill(url: str, origin: str, tickets: list[list[str]]) -> dict[str, list]:
    """Bring everybody into their rooms, twenty at a time."""
    gate = asyncio.Semaphore(20)
    rooms: dict[str, list] = {}

    async def one(session: str, token: str) -> None:
        async with gate:
            rooms.setdefault(session, []).append(await enter(url, origin, session, token))

    await asyncio.gather(*[one(session, token) for session, token in tickets])
    return rooms


async def in_rooms(product: Product, pid: int, url: str, sessions: list[int]) -> None:
    """Print what chat costs with 500 people in 125 rooms."""
    before = memory(pid)
    rooms: dict[str, list] = {}
    # In parts: a ticket is good for a minute.
    for start in range(0, len(sessions), 25):
        part = product.run(TICKETS % sessions[start : start + 25])
        rooms |= await fill(url, product.url, [line.split() for line in part.splitlines()])
    people = sum(len(sockets) for sockets in rooms.values())
    await asyncio.sleep(2)
    print(f"  {people} in {len(rooms)} rooms, {(memory(pid) - before) / people:.0f} KiB a socket")
    # The first line of a process opens connections and loads what was never used.
    await talk(rooms, 1, 3)
    for rate in (1, 2, 4):
        spent = cpu(pid)
        tally, sent = await talk(rooms, rate, SECONDS)
        spent = cpu(pid) - spent
        print(
            f"  {rate} a second and room: {sent} deliveries, lost {sent - len(tally.took)}, "
            f"p50 {tally.at(0.5):.1f} ms, p99 {tally.at(0.99):.1f} ms (50), "
            f"{spent / SECONDS:.2f} of a core"
        )
        if tally.at(0.99) > 200:
            break
    await asyncio.gather(*[s.close() for sockets in rooms.values() for s in sockets])


async def watching(product: Product, pid: int, url: str) -> float:
    """Print how changes of seats reach 2,000; return the server's microseconds a delivery."""
    make = "from tests import factories\n"
    make += f"print(factories.session(starts_in=600, price=0, capacity={CHANGES + 1}).pk)"
    session = int(product.run(make).split()[-1])
    watch = {"t": "watch", "sessions": [session]}
    sockets = await crowd(f"{url}/ws/seats/", product.url, watch)
    for socket in sockets:
        await socket.recv()
    tally, last, spent = Tally(), [], cpu(pid)
    for _ in range(CHANGES):
        heard, committed = await change(product, session, sockets)
        tally.took += [(moment - min(heard)) / 1e6 for moment in heard]
        last.append((max(heard) - committed) / 1e6)
    spent = cpu(pid) - spent
    print(
        f"  {len(tally.took)} of {WATCHERS * CHANGES} told in {CHANGES} changes; "
        f"from the first to p99 {tally.at(0.99):.0f} ms (500), "
        f"from the booking's commit to the last {max(last):.0f} ms"
    )
    await asyncio.gather(*[socket.close() for socket in sockets])
    return spent / max(1, len(tally.took)) * 1e6


async def change(product: Product, session: int, sockets: list) -> tuple[list[int], int]:
    """Book a seat; return when each socket heard of it, and when it was committed."""
    heard: list[int] = []

    async def hear(socket) -> None:
        await socket.recv()
        heard.append(time.monotonic_ns())

    waiting = [asyncio.create_task(hear(socket)) for socket in sockets]
    told = await asyncio.to_thread(product.run, BOOK % session)
    await asyncio.wait(waiting, timeout=30)
    return heard, int(told.split()[-1])


async def crowd(url: str, origin: str, first: dict) -> list:
    """Open so many sockets, fifty at a time."""
    gate = asyncio.Semaphore(50)

    async def one():
        async with gate:
            return await opened(url, origin, first)

    return await asyncio.gather(*[one() for _ in range(WATCHERS)])


async def bare(pid: int, url: str) -> float:
    """Return the microseconds a delivery costs a bare ASGI loop."""
    sockets = await crowd(url, "http://localhost", {"t": "watch"})
    for socket in sockets:
        await socket.recv()
    spent = cpu(pid)
    rounds = 5
    for _ in range(rounds):
        await sockets[0].send("tell")
        await asyncio.gather(*[socket.recv() for socket in sockets])
    spent = cpu(pid) - spent
    await asyncio.gather(*[socket.close() for socket in sockets])
    return spent / (WATCHERS * rounds) * 1e6


def main(product: Product, as_tests: Callable[[Product, str], str]) -> None:
    """Measure rooms, the crowd, then the floor; `as_tests` makes people without slow hashes."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # Our own collector's pauses are not the server's.
    gc.disable()
    pid, url = serve(product, "peerlearn.asgi:application")
    sessions = [int(pk) for pk in as_tests(product, SEED).split()]
    asyncio.run(in_rooms(product, pid, url, sessions))
    costs = asyncio.run(watching(product, pid, url))
    floor_pid, floor_url = serve(product, "tests.bench.sockets_floor:application")
    floor = asyncio.run(bare(floor_pid, floor_url))
    product.stop()
    print(
        f"  a delivery: {costs:.0f} µs of the server, bare {floor:.0f} µs, {costs / floor:.1f} (3)"
    )
