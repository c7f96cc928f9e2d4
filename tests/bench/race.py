"""40 people race for 5 seats on PostgreSQL: the booking service against its own SQL in psycopg.

Runs inside the product's `manage.py shell`. Both sides start with open connections, 40 threads and
a barrier; the ratio is the median over rounds of service / plain SQL of the same round.
"""

import statistics
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
from django.db import connection, transaction

from learning.enums import BookingState
from learning.models import Booking, Mentor, Session
from learning.services.bookings import book, take
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from tests import factories
from tests.bench.replay import Script, play

PEOPLE = 40
SEATS = 5
ROUNDS = 9
SEQUENCES = {
    "accounts_user_id_seq": 1_000_000,
    "learning_booking_id_seq": 2_000_000,
    "payments_order_id_seq": 3_000_000,
    "learning_session_id_seq": 4_000_000,
}


def main() -> None:
    """Run all rounds and print seats sold, bookings a second and the ratio."""
    with connection.cursor() as cursor:
        for sequence, start in SEQUENCES.items():
            cursor.execute(f"ALTER SEQUENCE {sequence} RESTART WITH {start}")
    teacher = factories.mentor()
    people = [factories.person() for _ in range(PEOPLE + 2)]
    won, lost = scripts = record(teacher, people[-1], people[-2])
    racers = people[:PEOPLE]
    rows = []
    for number in range(ROUNDS):
        served = round_of_service(teacher, racers, number)
        plain = round_of_sql(teacher, racers, number, scripts)
        rows.append((served, plain))
    wrong = [pair for pair in rows if any(sold != SEATS for sold, _ in pair)]
    service = statistics.median(sold / took for (sold, took), _ in rows)
    floor = statistics.median(sold / took for _, (sold, took) in rows)
    ratio = statistics.median((s / t) / (fs / ft) for (s, t), (fs, ft) in rows)
    print(f"  {PEOPLE} threads, {SEATS} seats, {ROUNDS} rounds; rounds not selling 5: {len(wrong)}")
    print(f"  statements of a booking: {len(won.statements)}, of a refusal: {len(lost.statements)}")
    print(f"  booking service  {service:8.1f} bookings/s")
    print(f"  the same in SQL  {floor:8.1f} bookings/s")
    print(f"  service / SQL    {ratio:8.2f}")


def record(
    teacher: Mentor, winner: User, loser: User, *, number: int = 900
) -> tuple[Script, Script]:
    """Book a last seat and be refused one; return the statements of both calls."""
    session = make_session(teacher, number=number, capacity=1)
    scripts = []
    for person in (winner, loser):
        script = Script(person=person.pk, session=session.pk)
        fresh = User.objects.get(pk=person.pk)
        with connection.execute_wrapper(script.record), suppress(Conflict):
            if person == winner:
                book(session_id=session.pk, learner=fresh)
            else:  # as who saw a seat and found it taken
                with transaction.atomic():
                    take(session, fresh)
        scripts.append(script)
    assert Booking.objects.get(session=session).learner_id == winner.pk
    return scripts[0], scripts[1]


def make_session(teacher: Mentor, *, number: int, capacity: int = SEATS) -> Session:
    """Publish a paid session far enough from the others that the mentor is free.

    What earlier rounds hold is let go: one person keeps only so many unpaid seats.
    """
    held = Booking.objects.filter(state=BookingState.HELD)
    held.update(state=BookingState.RELEASED, changed_at=now())
    return factories.session(by=teacher, starts_in=600 + number * 120, capacity=capacity)


def race(open_link: Callable[[int], None], run: Callable[[int], None]) -> float:
    """Let PEOPLE threads call `run(index)` at once; return the seconds until the last is done.

    `open_link(index)` happens in each thread before the start.
    """
    barrier = threading.Barrier(PEOPLE + 1, timeout=60)

    def racer(index: int) -> None:
        open_link(index)
        barrier.wait()
        run(index)

    threads = [threading.Thread(target=racer, args=(index,)) for index in range(PEOPLE)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def round_of_service(teacher: Mentor, racers: list[User], number: int) -> tuple[int, float]:
    """Race through the service; return how many booked and the seconds it took."""
    session = make_session(teacher, number=number * 2)
    people = list(User.objects.filter(pk__in=[racer.pk for racer in racers]))

    def run(index: int) -> None:
        with suppress(Conflict):
            book(session_id=session.pk, learner=people[index])
        connection.close()

    took = race(lambda index: connection.ensure_connection(), run)
    return Booking.objects.filter(session=session).count(), took


def address() -> dict[str, Any]:
    """Return how psycopg reaches the database Django uses."""
    values = connection.settings_dict
    return {
        "host": values["HOST"],
        "port": values["PORT"] or None,
        "user": values["USER"],
        "password": values["PASSWORD"] or None,
        "dbname": values["NAME"],
    }


def round_of_sql(
    teacher: Mentor, racers: list[User], number: int, scripts: tuple[Script, Script]
) -> tuple[int, float]:
    """Race with the recorded statements; return how many booked and the seconds it took."""
    session = make_session(teacher, number=number * 2 + 1)
    links: dict[int, psycopg.Connection] = {}

    def open_link(index: int) -> None:
        links[index] = psycopg.connect(**address(), autocommit=True)

    def run(index: int) -> None:
        play(links[index], *scripts, person=racers[index].pk, session=session.pk)
        links[index].close()

    took = race(open_link, run)
    return Booking.objects.filter(session=session).count(), took
