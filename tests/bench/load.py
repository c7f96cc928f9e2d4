"""A modest, bounded HTTP client, and the CPU time another process used."""

import contextlib
import http.client
import os
import statistics
import threading
import time
from dataclasses import dataclass
from pathlib import Path

HEADERS = {"Accept-Encoding": "br, gzip", "Accept": "text/html", "Connection": "keep-alive"}


@dataclass
class Run:
    """What one burst of requests took: all times in milliseconds."""

    requests: int
    cpu_ms: float
    median_ms: float
    p99_ms: float
    failed: int


def descendants(pid: int) -> list[int]:
    """Return `pid` and the processes below it."""
    found, queue = [], [pid]
    while queue:
        current = queue.pop()
        found.append(current)
        for path in Path(f"/proc/{current}/task").glob("*/children"):
            with contextlib.suppress(FileNotFoundError):  # a thread that has ended
                queue += [int(word) for word in path.read_text().split()]
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds `pid` and its descendants used so far, threads that ended included.

    Linux: the clock of another process has the id ~pid << 3 | 2 (man 3 clock_getcpuclockid).
    """
    return sum(time.clock_gettime(~process << 3 | 2) for process in descendants(pid))


def burst(port: int, path: str, *, requests: int, threads: int, pid: int) -> Run:
    """Send `requests` GETs of `path` over `threads` kept connections; measure server `pid`."""
    shares = [requests // threads] * threads
    times: list[float] = []
    failed: list[int] = []
    before = cpu_seconds(pid)
    workers = [
        threading.Thread(target=_send, args=(port, path, share, times, failed)) for share in shares
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    used = cpu_seconds(pid) - before
    times.sort()
    count = len(times) or 1
    return Run(
        requests=len(times),
        cpu_ms=used * 1000 / count,
        median_ms=statistics.median(times or [0]) * 1000,
        p99_ms=times[int(len(times) * 0.99)] * 1000 if times else 0,
        failed=len(failed),
    )


def _send(port: int, path: str, count: int, times: list[float], failed: list[int]) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    for _ in range(count):
        began = time.perf_counter()
        try:
            connection.request("GET", path, headers=HEADERS)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                failed.append(answer.status)
        except (OSError, http.client.HTTPException):
            failed.append(0)
            connection.close()
        times.append(time.perf_counter() - began)
    connection.close()


def load_average() -> str:
    """Return the machine's load average of the last minute, as text."""
    return f"{os.getloadavg()[0]:.1f}"
