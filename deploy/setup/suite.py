"""The whole test suite: on SQLite, on PostgreSQL with Redis, then in browsers.

What cannot run on this machine is said as a line that begins with NOT RUN; with CI=true such a line
makes the run fail. TEST_DATABASE_URL and TEST_REDIS_URL name other servers than the local ones;
TEST_REDIS_URL's database number and the two after it are used and emptied.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis

from .machine import chromium

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".venv" / "bin"
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/8")
IN_CI = os.environ.get("CI", "").lower() == "true"
WORKERS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
PLAIN = ["tests", "--ignore=tests/e2e", "--ignore=tests/bench"]


@dataclass
class Phase:
    """One run of pytest: what it is called, its arguments and the environment on top of ours."""

    name: str
    args: list[str]
    env: dict[str, str] = field(default_factory=dict)


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
        phases.append(Phase("PostgreSQL and Redis", [*PLAIN, *WORKERS], env))
    if not chromium():
        missing.append("browser tests: no Chromium (install it, or set CHROMIUM to its path)")
        return phases, missing
    if deployed:
        phases.append(Phase("browsers, SQLite", ["tests/e2e", "-m", "smoke"]))
    name = "browsers, PostgreSQL and Redis" if deployed else "browsers, SQLite"
    phases.append(Phase(name, ["tests/e2e"], deployed))
    return phases, missing


def run(phase: Phase) -> int:
    """Run one phase in a var folder of its own; return pytest's exit code."""
    var = tempfile.mkdtemp(prefix="peerlearn-test-")
    # Said in full even for SQLite: a developer's .env must not choose the database of a test run.
    embedded = {"DATABASE_URL": f"sqlite:///{var}/peerlearn.sqlite3", "REDIS_URL": ""}
    env = os.environ | {"PEERLEARN_VAR": var} | embedded | phase.env
    print(f"\n== {phase.name}: pytest {' '.join(phase.args)}", flush=True)
    try:
        return subprocess.run(
            [BIN / "python", "-m", "pytest", *phase.args], cwd=ROOT, env=env, check=False
        ).returncode
    finally:
        shutil.rmtree(var, ignore_errors=True)


def main() -> int:
    """Run every phase, also after a failure; return the exit code of the whole."""
    phases, missing = plan()
    for line in missing:
        print(f"\n{'!' * 100}\nNOT RUN: {line}\n{'!' * 100}", flush=True)
    failed = bool(missing) and IN_CI
    took = []
    for phase in phases:
        if phase is phases[-1] and took:
            print("\nSo far: " + "; ".join(took), flush=True)
        began = time.monotonic()
        code = run(phase)
        failed = failed or code != 0
        took.append(
            f"{phase.name} {'ok' if not code else 'FAILED'} {time.monotonic() - began:.0f} s"
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
