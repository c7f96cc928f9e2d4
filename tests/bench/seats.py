"""Bookings a second with 8 workers on one hot session and on 16, what a refusal costs, and kills.

Runs inside the product's `manage.py shell`, on PostgreSQL. The floor is the SQL of the same service
call sent by psycopg from as many threads in the same round.
"""

import asyncio
import itertools
import os
import signal
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import psycopg
from django.db import connection
from django.db.models import Count, Q

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
KILLED_SEATS = 60
KILLED = 4

# Each session of the teacher at a time of its own.
_numbers = itertools.count(1000)

Work = Callable[[int, int], None]
OverHttp = Callable[[Mentor, list[User], tuple[Script, Script]], None]


def main(teacher: Mentor, over_http: OverHttp) -> None:
    """Measure and print; `over_http` does the part that needs a server."""
    _be_a_server()
    people = [factories.person().pk for _ in range(WORKERS * EACH + 2)]
    racers = list(User.objects.filter(pk__in=people[:-2]))
    scripts = record(teacher, *User.objects.filter(pk__in=people[-2:]), number=940)
    for count in (1, 16):
        ratios, rates = [], []
        for _ in range(ROUNDS):
            served = _service(teacher, racers, count)
            floor, _ = in_sql(teacher, racers, count, scripts)
            ratios.append(floor / served)
            rates.append(len(racers) / served)
        print(
            f"  {WORKERS} workers, {count:2} sessions: {statistics.median(rates):7.1f} bookings/s, "
            f"service / SQL {statistics.median(ratios):.2f}"
        )
    over_http(teacher, racers, scripts)
    _refusals(teacher, racers)
    _kills(teacher, racers)


def _be_a_server() -> None:
    """Let news go out over a loop that runs, as in a server; a command opens one for each."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    push.adopt_loop(loop)


def sessions(teacher: Mentor, count: int) -> list[int]:
    """Publish so many sessions with more seats than there are racers."""
    made = [make_session(teacher, number=next(_numbers)).pk for _ in range(count)]
    Session.objects.filter(pk__in=made).update(capacity=1000)
    return made


def timed(work: Work, opened: Callable[[int], None]) -> tuple[float, list[float]]:
    """Let WORKERS threads do EACH turns of `work(worker, turn)` at once.

    Returns the seconds of all together, and those of each turn.
    """
    waited: list[float] = []
    barrier = threading.Barrier(WORKERS + 1, timeout=60)

    def worker(index: int) -> None:
        opened(index)
        barrier.wait()
        for turn in range(EACH):
            asked = time.perf_counter()
            work(index, index * EACH + turn)
            waited.append(time.perf_counter() - asked)
        connection.close()

    threads = [threading.Thread(target=worker, args=(index,)) for index in range(WORKERS)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, waited


def _service(teacher: Mentor, racers: list[User], count: int) -> float:
    made = sessions(teacher, count)

    def work(_: int, turn: int) -> None:
        book(session_id=made[turn % count], learner=racers[turn])

    took, _ = timed(work, lambda _: connection.ensure_connection())
    check(made, len(racers))
    return took


def in_sql(
    teacher: Mentor, racers: list[User], count: int, scripts: tuple[Script, Script]
) -> tuple[float, list[float]]:
    """Book with the recorded statements in psycopg; return what `timed` does."""
    made = sessions(teacher, count)
    links: dict[int, psycopg.Connection] = {}

    def opened(index: int) -> None:
        links[index] = psycopg.connect(**address(), autocommit=True)

    def work(index: int, turn: int) -> None:
        play(links[index], *scripts, person=racers[turn].pk, session=made[turn % count])

    took = timed(work, opened)
    check(made, len(racers))
    return took


def check(made: list[int], expected: int) -> None:
    """Print if the sessions' bookings and counted seats are not as many as expected."""
    booked = Booking.objects.filter(session__in=made, state__in=SEATED).count()
    taken = sum(Session.objects.filter(pk__in=made).values_list("seats_taken", flat=True))
    if not booked == taken == expected:
        print(f"  WRONG: {booked} bookings, {taken} seats taken, {expected} wanted")


def _refusals(teacher: Mentor, racers: list[User]) -> None:
    (hot,) = sessions(teacher, 1)

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
    wrong = lost = sold = 0
    for number in range(KILLS):
        (hot,) = sessions(teacher, 1)
        Session.objects.filter(pk=hot).update(capacity=KILLED_SEATS)
        connection.close()  # the children open their own
        workers = [_fork(hot, racers[index::KILLED]) for index in range(KILLED)]
        time.sleep(0.05 + number * 0.02)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
        seated = Count("bookings", filter=Q(bookings__state__in=SEATED))
        unpaid = Count("bookings", filter=Q(bookings__order=None))
        # In one statement: what a dead worker sent last may be committed only now.
        left = Session.objects.annotate(seated=seated, unpaid=unpaid).get(pk=hot)
        wrong += left.seats_taken != left.seated or left.seated > left.capacity
        lost += left.unpaid
        sold += left.seated
    print(
        f"  {KILLS} runs with {KILLED} workers killed midway, {sold} seats sold: "
        f"{wrong} miscounted, {lost} without order"
    )


def _fork(session: int, people: list[User]) -> int:
    """Start a process that books for one person after the other; return its id."""
    worker = os.fork()
    if worker:
        return worker
    try:
        push.adopt_loop(None)  # its thread was not forked
        for person in people:
            with suppress(Conflict):
                book(session_id=session, learner=person)
    finally:
        os._exit(0)
