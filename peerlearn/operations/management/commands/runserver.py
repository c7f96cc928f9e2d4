"""`manage.py runserver`: the embedded server. Pages, sockets, worker, beat, payment simulator."""

import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

SIMULATOR_SECONDS = 60
STOP_SECONDS = 10


class Command(BaseCommand):
    """One uvicorn process for all of it, with the simulator beside it."""

    help = "Serve PeerLearn on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an optional [host:]port, like Django's own runserver."""
        parser.add_argument("addrport", nargs="?", default="")
        parser.add_argument("--no-simulator", action="store_true")
        parser.add_argument("--demo", action="store_true", help="Top up the demo content first.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until interrupted."""
        if not settings.DEV_TOOLS:
            raise CommandError("runserver is for one machine; deploy/ shows how to deploy.")
        host, _, port = options["addrport"].rpartition(":")
        port = int(port or settings.PORT)
        # uvicorn raises SIGTERM again when it is done; unheard it would leave the simulator behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        if options["demo"]:
            # In this process: a second one would spend seconds on loading the same code.
            call_command("load_demo", stdout=self.stdout)
            connections.close_all()
        simulator = None if options["no_simulator"] else self._start_simulator()
        try:
            if simulator:
                self._wait_for(simulator)
            self.stdout.write(f"PeerLearn is at http://localhost:{port} (Ctrl+C stops it)")
            uvicorn.run(
                "peerlearn.asgi:application",
                host=host or "127.0.0.1",
                port=port,
                lifespan="on",
                log_config=None,
                access_log=False,
                ws_max_size=65_536 * 2,
                ws_ping_interval=20,
                timeout_graceful_shutdown=3,
            )
        finally:
            if simulator:
                simulator.terminate()
                try:
                    simulator.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    simulator.kill()

    def _start_simulator(self) -> subprocess.Popen:
        command = [sys.executable, sys.argv[0], "payment_simulator"]
        command += ["--port", str(settings.SIMULATOR_PORT)]
        command += ["--webhook-url", f"{settings.SITE_URL}/api/payments/webhook/"]
        return subprocess.Popen(command)

    def _wait_for(self, simulator: subprocess.Popen) -> None:
        """Wait until payments are answered: the first sweeps may have money to send back."""
        import_module("peerlearn.asgi")  # what the server needs next, meanwhile
        end = time.monotonic() + SIMULATOR_SECONDS
        while simulator.poll() is None and not _listens(settings.SIMULATOR_PORT):
            if time.monotonic() > end:
                self.stderr.write("The payment simulator is slow to start: payments wait for it.")
                return
            time.sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
