"""Celery inside the server: one worker and beat in daemon threads, for machines without a broker.

The queue dies with the process, so every task is one that a beat sweep would also start.
"""

import logging
import threading

from celery import current_app
from celery.beat import Service
from celery.worker import WorkController

log = logging.getLogger(__name__)

THREADS = 2
STOP_SECONDS = 5


class EmbeddedCelery:
    """One worker with two threads, and beat, living and dying with this process."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self._worker: WorkController | None = None
        self._beat: Service | None = None

    def start(self) -> None:
        """Start both in daemon threads; returns at once."""
        app = current_app._get_current_object()
        app.loader.import_default_modules()
        self._worker = app.WorkController(
            pool_cls="threads",
            concurrency=THREADS,
            loglevel="WARNING",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._beat = Service(app, scheduler_cls="celery.beat:Scheduler", max_interval=1)
        for name, run in (("worker", self._worker.start), ("beat", self._run_beat)):
            thread = threading.Thread(target=run, name=f"celery-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ask both to end and wait a few seconds; they are daemons and cannot hold the process."""
        if self._beat:
            self._beat.stop()
        if self._worker:
            self._worker.stop()
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def _run_beat(self) -> None:
        self._beat.start()
