"""CPU time a request: pages of the product against a bare Django view on the same server.

Three ways each: cached (the whole page is kept), uncached (every request asks for an address nobody
asked for before, so the page is made; pieces of it may be kept), cold (every cache is emptied
before each request). Each round measures floor and pages back to back; the figure is the median
over rounds of page / floor of the same round, which the noise of a shared machine moves least.
"""

import http.client
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from itertools import count

import redis

from tests.bench.load import HEADERS, burst, cpu_seconds, load_average
from tests.support.product import Product, free_port

ROUNDS = 5
THREADS = 4
FLOOR_REQUESTS = 800
CACHED_REQUESTS = 400
UNCACHED_REQUESTS = 60
COLD_REQUESTS = 12
MOST = {"cached": 3.0, "uncached": 25.0}
_numbers = count(1)

SERVERS = {
    "granian (WSGI)": (
        ("-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "2"),
        ("peerlearn.wsgi:application", "tests.bench.floor:wsgi"),
    ),
    "uvicorn (ASGI)": (
        ("-m", "uvicorn", "--no-access-log", "--log-level", "warning"),
        ("peerlearn.asgi:application", "tests.bench.floor:asgi"),
    ),
}


def serve(product: Product, command: tuple[str, ...], target: str) -> tuple[int, int]:
    """Start one server beside the product; return its port and process id once it answers."""
    port = free_port()
    address = ("--host", "127.0.0.1", "--port", str(port))
    process = product.spawn(*command, *address, target)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5):
                return port, process.pid
        except urllib.error.HTTPError:
            return port, process.pid
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{target} did not start:\n{product.tail(40)}")


def measure(product: Product, paths: dict[str, str]) -> None:
    """Print, for each kind of server, each page's CPU time and its ratio to the floor."""
    for name, (command, (page_app, floor_app)) in SERVERS.items():
        port, pid = serve(product, command, page_app)
        floor_port, floor_pid = serve(product, command, floor_app)
        ways: dict[str, Callable[[str], float]] = {
            "cached": lambda path, at=(port, pid): _cached(*at, path),
            "uncached": lambda path, at=(port, pid): _one_by_one(
                *at, path, UNCACHED_REQUESTS, anew=True
            ),
        }
        if product.redis_url:
            ways["cold"] = lambda path, at=(port, pid): _one_by_one(
                *at, path, COLD_REQUESTS, before=redis.Redis.from_url(product.redis_url).flushdb
            )
        for path in paths.values():
            _one_by_one(port, pid, path, 10, anew=True)
        burst(floor_port, "/", requests=200, threads=2, pid=floor_pid)
        rows: dict[tuple[str, str], list[tuple[float, float]]] = {}
        floors = []
        for _ in range(ROUNDS):
            floor = burst(floor_port, "/", requests=FLOOR_REQUESTS, threads=THREADS, pid=floor_pid)
            floors.append(floor.cpu_ms)
            for label, path in paths.items():
                # The round before ended with empty caches.
                _one_by_one(port, pid, path, 5, anew=True)
                _one_by_one(port, pid, path, 2)
                for way, cost in ways.items():
                    spent = cost(path)
                    rows.setdefault((label, way), []).append((spent, spent / floor.cpu_ms))
        _print(name, statistics.median(floors), rows)
        product.stop()


def _cached(port: int, pid: int, path: str) -> float:
    run = burst(port, path, requests=CACHED_REQUESTS, threads=THREADS, pid=pid)
    if run.failed:
        raise RuntimeError(f"{path}: {run.failed} requests failed")
    return run.cpu_ms


def _one_by_one(
    port: int,
    pid: int,
    path: str,
    requests: int,
    *,
    anew: bool = False,
    before: Callable[[], object] = lambda: None,
) -> float:
    """Return the CPU milliseconds of a request on one connection.

    `anew` hangs a number on the address that no view knows; `before` is called before each.
    """
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    began = cpu_seconds(pid)
    for _ in range(requests):
        before()
        tail = f"{'&' if '?' in path else '?'}utm_bench={next(_numbers)}" if anew else ""
        connection.request("GET", path + tail, headers=HEADERS)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()
    return (cpu_seconds(pid) - began) * 1000 / requests


def _print(name: str, floor: float, rows: dict[tuple[str, str], list[tuple[float, float]]]) -> None:
    print(f"\n{name}, {ROUNDS} rounds, load {load_average()}")
    print(f"  {'':12} {'':9} {'CPU ms/request':>15} {'x bare':>8}   at most")
    print(f"  {'bare view':12} {'':9} {floor:15.3f} {1:8.1f}")
    for (label, way), runs in rows.items():
        cpu = statistics.median(spent for spent, _ in runs)
        ratio = statistics.median(times for _, times in runs)
        most = MOST.get(way)
        word = "" if most is None else f"{most:.0f}: {'OK' if ratio <= most else 'OVER'}"
        print(f"  {label:12} {way:9} {cpu:15.3f} {ratio:8.1f}   {word}")
