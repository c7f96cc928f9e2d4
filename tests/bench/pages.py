"""CPU time a request: pages of the product against a bare Django view on the same server.

Each round measures floor and pages back to back; the figure is the median over rounds of
page / floor of the same round, which the noise of a shared machine moves least.
"""

import statistics
import time
import urllib.error
import urllib.request

from tests.bench.load import burst, load_average
from tests.support.product import Product, free_port

ROUNDS = 5
THREADS = 4
PAGE_REQUESTS = 80
FLOOR_REQUESTS = 800

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
        for path in paths.values():
            burst(port, path, requests=20, threads=2, pid=pid)
        burst(floor_port, "/", requests=200, threads=2, pid=floor_pid)
        rows: dict[str, list] = {label: [] for label in paths}
        floors = []
        for _ in range(ROUNDS):
            floor = burst(floor_port, "/", requests=FLOOR_REQUESTS, threads=THREADS, pid=floor_pid)
            floors.append(floor)
            for label, path in paths.items():
                run = burst(port, path, requests=PAGE_REQUESTS, threads=THREADS, pid=pid)
                rows[label].append((run, run.cpu_ms / floor.cpu_ms))
        _print(name, floors, rows)
        product.stop()


def _print(name: str, floors: list, rows: dict[str, list]) -> None:
    cpu = statistics.median(run.cpu_ms for run in floors)
    print(f"\n{name}, {THREADS} connections, {ROUNDS} rounds, load {load_average()}")
    print(f"  {'':12} {'CPU ms/request':>15} {'x floor':>8} {'p50 ms':>8} {'p99 ms':>8} failed")
    print(f"  {'bare view':12} {cpu:15.3f} {1:8.1f}")
    for label, runs in rows.items():
        cpu = statistics.median(run.cpu_ms for run, _ in runs)
        ratio = statistics.median(ratio for _, ratio in runs)
        p50 = statistics.median(run.median_ms for run, _ in runs)
        p99 = statistics.median(run.p99_ms for run, _ in runs)
        failed = sum(run.failed for run, _ in runs)
        print(f"  {label:12} {cpu:15.3f} {ratio:8.1f} {p50:8.1f} {p99:8.1f} {failed:6}")
