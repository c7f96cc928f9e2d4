"""Bookings a second with 8 workers on one hot session and on 16, what a refusal costs, and kills.

Runs inside the product's `manage.py shell`, on PostgreSQL. The floor is the SQL of the same service
call sent by psycopg from as many threads in the same round.
"""

import asyncio
import itertools
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import psycopg
from django.db import connection

from learning.enums import SEATED
from learning.models import Booking, Mentor, Session
from learning.services.bookings import book
from peerlearn.accounts.models import User
from peerlearn.common.errors import Conflict
from peerlearn.notifications import push
from tests import factories
from tests.bench.race import address, make_session, record
from tests.bench.replay import Script, play

WORKERS = 8
EACH = 12
ROUNDS = 5
KILLS = 20
KILLED_SEATS = 400
WORKER = """
from django.db import connection
from learning.services.bookings import book
from peerlearn.accounts.models import User
people = list(User.objects.filter(pk__in={people}))
print("ready", flush=True)
input()
for person in people:
    book(session_id={session}, learner=person)
"""

# Each session of the teacher at a time of its own.
_numbers = itertools.count(1000)

Work = Callable[[int, int], None]


def main(teacher: Mentor) -> None:
    """Measure and print."""
    _be_a_server()
    people = [factories.person().pk for _ in range(WORKERS * EACH + 2)]
    racers = list(User.objects.filter(pk__in=people[:-2]))
    scripts = record(teacher, *User.objects.filter(pk__in=people[-2:]), number=940)
    for count in (1, 16):
        ratios, rates = [], []
        for _ in range(ROUNDS):
            served = _service(teacher, racers, count)
            floor = _sql(teacher, racers, count, scripts)
            ratios.append(floor / served)
            rates.append(len(racers) / served)
        print(
            f"  {WORKERS} workers, {count:2} sessions: {statistics.median(rates):7.1f} bookings/s, "
            f"service / SQL {statistics.median(ratios):.2f}"
        )
    _refusals(teacher, racers)
    _kills(teacher, racers)


def _be_a_server() -> None:
    """Let news go out over a loop that runs, as in a server; a command opens one for each."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    push.adopt_loop(loop)


def _sessions(teacher: Mentor, count: int) -> list[int]:
    made = [make_session(teacher, number=next(_numbers)).pk for _ in range(count)]
    Session.objects.filter(pk__in=made).update(capacity=1000)
    return made


def _timed(work: Work, opened: Callable[[int], None]) -> float:
    barrier = threading.Barrier(WORKERS + 1, timeout=60)

    def worker(index: int) -> None:
        opened(index)
        barrier.wait()
        for turn in range(EACH):
            work(index, index * EACH + turn)
        connection.close()

    threads = [threading.Thread(target=worker, args=(index,)) for index in range(WORKERS)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _service(teacher: Mentor, racers: list[User], count: int) -> float:
    made = _sessions(teacher, count)

    def work(_: int, turn: int) -> None:
        book(session_id=made[turn % count], learner=racers[turn])

    took = _timed(work, lambda _: connection.ensure_connection())
    _check(made, len(racers))
    return took


def _sql(teacher: Mentor, racers: list[User], count: int, scripts: tuple[Script, Script]) -> float:
    made = _sessions(teacher, count)
    links: dict[int, psycopg.Connection] = {}

    def opened(index: int) -> None:
        links[index] = psycopg.connect(**address(), autocommit=True)

    def work(index: int, turn: int) -> None:
        play(links[index], *scripts, person=racers[turn].pk, session=made[turn % count])

    took = _timed(work, opened)
    _check(made, len(racers))
    return took


def _check(made: list[int], expected: int) -> None:
    booked = Booking.objects.filter(session__in=made, state__in=SEATED).count()
    taken = sum(Session.objects.filter(pk__in=made).values_list("seats_taken", flat=True))
    if not booked == taken == expected:
        print(f"  WRONG: {booked} bookings, {taken} seats taken, {expected} wanted")


def _refusals(teacher: Mentor, racers: list[User]) -> None:
    (hot,) = _sessions(teacher, 1)

    def one(person: User) -> float:
        began = time.perf_counter()
        with suppress(Conflict):
            book(session_id=hot, learner=person)
        return time.perf_counter() - began

    half = len(racers) // 2
    booked = statistics.median(one(person) for person in racers[:half])
    Session.objects.filter(pk=hot).update(capacity=half)
    refused = statistics.median(one(person) for person in racers[half:])
    print(f"  a refusal costs {refused / booked:.2f} of a booking ({refused * 1000:.1f} ms)")


def _kills(teacher: Mentor, racers: list[User]) -> None:
    """Kill workers midway, 20 times; count what they left."""
    wrong = lost = 0
    for number in range(KILLS):
        (hot,) = _sessions(teacher, 1)
        Session.objects.filter(pk=hot).update(capacity=KILLED_SEATS)
        keys = [racer.pk for racer in racers]
        workers = [_worker(hot, keys[index::4]) for index in range(4)]
        for worker in workers:
            worker.stdin.write(b"\n")
            worker.stdin.flush()
        time.sleep(0.05 + number * 0.02)
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        session = Session.objects.get(pk=hot)
        booked = Booking.objects.filter(session=hot, state__in=SEATED)
        orders = booked.filter(order=None).count()
        wrong += session.seats_taken != booked.count() or booked.count() > session.capacity
        lost += orders
    print(f"  {KILLS} runs with 4 workers killed midway: {wrong} miscounted, {lost} without order")


def _worker(session: int, people: list[int]) -> subprocess.Popen:
    code = WORKER.format(session=session, people=people)
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ}
    )
    while b"ready" not in worker.stdout.readline():
        if worker.poll() is not None:
            raise RuntimeError("a worker did not start")
    return worker
