"""A worker process that dies between the gateway's deed and our knowing of it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]
SECONDS = 120
CHILD = "import django; django.setup(); from {module} import {name} as act; act({argument}={pk})"


def killed_in(simulator, act: str, *, op: str, **argument: int) -> None:
    """Run a service in a process of its own and kill it once the gateway has done `op`.

    `act` is like "payments.services.orders.register"; the gateway's answer comes too late.
    """
    simulator.fault(op, "late_answer", delay=SECONDS)
    module, _, name = act.rpartition(".")
    ((word, pk),) = argument.items()
    code = CHILD.format(module=module, name=name, argument=word, pk=pk)
    worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=_environment())
    method, _, path = op.partition(" ")
    end = time.monotonic() + SECONDS
    while not _done(simulator, method, path.rstrip("*")):
        assert worker.poll() is None, "the worker ended before the gateway was asked"
        assert time.monotonic() < end, "the worker never asked the gateway"
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL


def _done(simulator, method: str, path: str) -> bool:
    return any(request.get("status") == 200 for request in simulator.asked(method, path))


def _environment() -> dict[str, str]:
    names = ("BASE_URL", "KEY_ID", "KEY_SECRET")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "peerlearn.settings.dev",
        "DATABASE_URL": _database(),
        **{f"RAZORPAY_{name}": getattr(settings, f"RAZORPAY_{name}") for name in names},
        "RAZORPAYX_ACCOUNT_NUMBER": settings.RAZORPAYX_ACCOUNT_NUMBER,
        "PAYOUT_PROVIDER": settings.PAYOUT_PROVIDER,
    }


def _database() -> str:
    own = settings.DATABASES["default"]
    if own["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{own['NAME']}"
    who = f"{own['USER']}:{own['PASSWORD']}" if own["PASSWORD"] else own["USER"]
    return f"postgres://{who}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
