"""Bookings over HTTP with 8 workers: the JSON API behind granian against the same SQL in psycopg.

Runs inside the product's `manage.py shell`, on PostgreSQL, with a server process of its own. No
gateway runs: the time of somebody else's server is no part of the figure, and the order waits.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from learning.models import Mentor
from peerlearn.accounts.models import User
from peerlearn.accounts.services import tokens
from tests.bench import seats
from tests.bench.replay import Script
from tests.support.product import START_SECONDS, answers, free_port

SERVER = ("-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4")


def measure(teacher: Mentor, racers: list[User], scripts: tuple[Script, Script]) -> None:
    """Print bookings a second, the ratio to SQL, and how much later the slowest one is answered."""
    keys = [tokens.open_family(user=racer, otp=False).access for racer in racers]
    ratios, rates, tails = [], [], []
    with _server() as port:
        for turn in range(seats.ROUNDS + 1):
            served, waited = _over_http(teacher, port, keys)
            floor, plain = seats.in_sql(teacher, racers, 1, scripts)
            if turn:  # the first round opens connections
                ratios.append(floor / served)
                rates.append(len(keys) / served)
                tails.append(_p99(waited) / _p99(plain))
    print(
        f"  {seats.WORKERS} workers over HTTP:   {statistics.median(rates):7.1f} bookings/s, "
        f"HTTP / SQL {statistics.median(ratios):.2f}, p99 {statistics.median(tails):.1f} of SQL's"
    )


@contextmanager
def _server() -> Iterator[int]:
    port = free_port()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "peerlearn.settings.dev"}
    command = [sys.executable, *SERVER, "--port", str(port), "peerlearn.wsgi:application"]
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + START_SECONDS
        while not answers(f"http://localhost:{port}"):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("granian did not start")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait()


def _over_http(teacher: Mentor, port: int, keys: list[str]) -> tuple[float, list[float]]:
    (hot,) = seats.sessions(teacher, 1)
    links: dict[int, http.client.HTTPConnection] = {}

    def opened(index: int) -> None:
        links[index] = http.client.HTTPConnection("localhost", port, timeout=60)
        links[index].connect()

    def work(index: int, turn: int) -> None:
        headers = {"Authorization": f"Bearer {keys[turn]}", "Content-Type": "application/json"}
        links[index].request("POST", f"/api/sessions/{hot}/book/", json.dumps({}), headers)
        answer = links[index].getresponse()
        body = answer.read()
        if answer.status != 201:
            print(f"  WRONG: {answer.status} {body[:200]!r}")

    took = seats.timed(work, opened)
    seats.check([hot], len(keys))
    return took


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]
