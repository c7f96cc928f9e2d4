"""Pays bookings through the payment simulator, as a learner's browser would."""

import os
import subprocess
import sys
import time
from types import TracebackType
from urllib.parse import urlsplit

import requests
from django.conf import settings

from learning.models import Booking
from learning.services import paying
from peerlearn.common.clock import now

STARTUP_SECONDS = 60
TIMEOUT = 10


class SimulatorError(Exception):
    """The simulator did not start or did not take a payment."""


class Cashier:
    """Pays at the simulator that runs, or at one of its own for the time of a `with` block.

    The simulator stands at the moment of `clock.now()` while it takes a payment, and back at the
    real one afterwards.
    """

    def __init__(self) -> None:
        self.base: str = settings.RAZORPAY_BASE_URL.rstrip("/")
        self.http = requests.Session()
        self.process: subprocess.Popen[bytes] | None = None
        self.ready = False
        self.travelled = False

    def __enter__(self) -> "Cashier":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.travelled:
            self._post("/sim/clock", {"now": None})
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=STARTUP_SECONDS)
        self.http.close()

    def pay(self, booking: Booking) -> Booking:
        """Pay a held booking at the current moment of the clock; returns it confirmed."""
        self._open()
        self._post("/sim/clock", {"now": int(now().timestamp())})
        self.travelled = True
        checkout = paying.open_checkout(booking=booking)
        self._post("/sim/pay", {"order_id": checkout["order_id"], "outcome": "success"})
        return paying.refresh(booking_id=booking.pk)

    def at_hand(self) -> bool:
        """Tell whether paying needs no simulator to be started first, which takes seconds."""
        self.ready = self.ready or self._answers()
        return self.ready

    def _open(self) -> None:
        if self.at_hand():
            return
        self.ready = True
        # It tells nobody: each payment is asked for right after it was made.
        port = str(urlsplit(self.base).port or 80)
        command = [sys.executable, "manage.py", "payment_simulator", "--port", port]
        command += ["--webhook-url", ""]
        keys = {
            "RAZORPAY_KEY_ID": settings.RAZORPAY_KEY_ID,
            "RAZORPAY_KEY_SECRET": settings.RAZORPAY_KEY_SECRET,
        }
        self.process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=os.environ | keys,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + STARTUP_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SimulatorError(f"no payment simulator answers at {self.base}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            self.http.get(f"{self.base}/sim/log", timeout=2)
        except requests.ConnectionError:
            return False
        return True

    def _post(self, path: str, body: dict[str, object]) -> None:
        answer = self.http.post(f"{self.base}{path}", json=body, timeout=TIMEOUT)
        if not answer.ok:
            raise SimulatorError(f"{path}: {answer.status_code} {answer.text[:200]}")
