"""The whole test suite: on SQLite, on PostgreSQL with Redis, then in browsers.

What cannot run on this machine is said as a line that begins with NOT RUN; with CI=true such a line
makes the run fail. TEST_DATABASE_URL and TEST_REDIS_URL name other servers than the local ones;
TEST_REDIS_URL's database number and the four after it are used and emptied.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
import redis

from .machine import chromium

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".venv" / "bin"
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/8")
IN_CI = os.environ.get("CI", "").lower() == "true"
BY_FILE = ["--dist", "loadfile", "--no-loadscope-reorder"]
# Tests wait for sockets, clocks and processes now and then: one worker more than cores.
WORKERS = ["-n", str(min(os.cpu_count() or 2, 3) + 1), *BY_FILE]
PLAIN = ["tests", "--ignore=tests/e2e", "--ignore=tests/network", "--ignore=tests/bench"]
# Asks neither database nor Redis, or is done on PostgreSQL before the browsers start (the demo).
ONCE = (
    "tests/architecture",
    "tests/cms/demo/test_loader.py",
    "tests/deploy",
    "tests/live/test_remux.py",
    "tests/payments/simulator",
)


@dataclass
class Phase:
    """One run of pytest: what it is called, its arguments and the environment on top of ours.

    `beside` runs at the same time; what it says comes after.
    """

    name: str
    args: list[str]
    env: dict[str, str] = field(default_factory=dict)
    beside: "Phase | None" = None


def postgres_missing() -> str:
    """Return why PostgreSQL cannot be used, or an empty string."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return ""


def redis_missing() -> str:
    """Return why Redis cannot be used, or an empty string."""
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        return str(error)
    return ""


def own_database(suffix: str) -> str:
    """Return the URL of this checkout's own database, so that two checkouts never meet."""
    own = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
    return f"{POSTGRES.rsplit('/', 1)[0]}/peerlearn_{suffix}_{own}"


def redis_after(steps: int) -> str:
    """Return TEST_REDIS_URL with its database number raised by `steps`."""
    base, _, number = REDIS.rpartition("/")
    return f"{base}/{int(number) + steps}"


def plan() -> tuple[list[Phase], list[str]]:
    """Return the runs this machine can do, and a line for each part it cannot."""
    missing = []
    phases = [Phase("SQLite", [*PLAIN, *WORKERS, "-m", "not postgres and not redis"])]
    lacks = [
        f"{name} ({why})"
        for name, why in (("PostgreSQL", postgres_missing()), ("Redis", redis_missing()))
        if why
    ]
    deployed = {"DATABASE_URL": own_database("e2e"), "REDIS_URL": redis_after(2)}
    if lacks:
        missing.append(f"the suite on PostgreSQL with Redis: {'; '.join(lacks)}")
        deployed = {}
    else:
        env = {"DATABASE_URL": own_database("unit"), "REDIS_URL": REDIS}
        # The second run draws most of the made-up input: all of it where nobody counts minutes.
        phases[0].env |= {"TEST_THRIFT": "5", "TEST_FIRST": "1"}
        env["TEST_THRIFT"] = "3" if IN_CI else "1"
        twice = [f"--ignore={path}" for path in ONCE]
        phases.append(Phase("PostgreSQL and Redis", [*PLAIN, *twice, *WORKERS], env))
    if not chromium():
        missing.append("browser tests: no Chromium (install it, or set CHROMIUM to its path)")
        return phases, missing
    # A browser test waits more than it works: two products share the machine, and a third.
    name = "browsers, PostgreSQL and Redis" if deployed else "browsers, SQLite"
    phases.append(Phase(name, ["tests/e2e", "-n", "2", *BY_FILE], deployed))
    if deployed:
        phases[-1].beside = Phase("browsers, SQLite", ["tests/e2e", "-m", "smoke"])
    return phases, missing


def run(phase: Phase) -> int:
    """Run one phase and what runs beside it; return the first exit code that is not 0."""
    if phase.beside is None:
        return _run(phase, None)
    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor(1) as beside:
        other = beside.submit(_run, phase.beside, said)
        code = _run(phase, None)
        other_code = other.result()
        said.seek(0)
        print(f"\n== {phase.beside.name}, at the same time\n{said.read()}", flush=True)
    return code or other_code


def _run(phase: Phase, out: IO[str] | None) -> int:
    """Run pytest in a var folder of its own; what it prints goes to `out`, if given."""
    var = tempfile.mkdtemp(prefix="peerlearn-test-")
    # Said in full even for SQLite: a developer's .env must not choose the database of a test run.
    embedded = {"DATABASE_URL": f"sqlite:///{var}/peerlearn.sqlite3", "REDIS_URL": ""}
    env = os.environ | {"PEERLEARN_VAR": var} | embedded | phase.env
    print(f"\n== {phase.name}: pytest {' '.join(phase.args)}", flush=True)
    command = [BIN / "python", "-m", "pytest", *phase.args]
    try:
        return subprocess.run(command, cwd=ROOT, env=env, stdout=out, check=False).returncode
    finally:
        shutil.rmtree(var, ignore_errors=True)


def not_run(line: str) -> None:
    """Say loudly what this machine cannot run."""
    print(f"\n{'!' * 100}\nNOT RUN: {line}\n{'!' * 100}", flush=True)


def make_ahead() -> subprocess.Popen:
    """Begin PostgreSQL's template while the first tests wait for SQLite's: a core for each."""
    command = [BIN / "python", "-m", "tests.support.templates", POSTGRES]
    return subprocess.Popen(command, cwd=ROOT)


def main() -> int:
    """Run every phase, also after a failure; return the exit code of the whole."""
    phases, missing = plan()
    for line in missing:
        not_run(line)
    failed = bool(missing) and IN_CI
    took: list[str] = []
    ahead = make_ahead() if not postgres_missing() else None
    for phase in phases:
        if phase is phases[-1] and took:
            print("\nSo far: " + "; ".join(took), flush=True)
        began = time.monotonic()
        code = run(phase)
        failed = failed or code != 0
        took.append(
            f"{phase.name} {'ok' if not code else 'FAILED'} {time.monotonic() - began:.0f} s"
        )
    if ahead:
        ahead.wait()
    print("\nCalls on broken networks are not part of this: `make network` tests them.", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
