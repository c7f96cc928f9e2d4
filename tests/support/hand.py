"""Runs Python on a product's data, snippet after snippet, in one process.

A new `manage.py shell` for each snippet costs five seconds of CPU just to import everything. A line
in is a snippet as JSON; a line out is {"printed": str} or {"error": traceback}.
"""

import contextlib
import importlib
import io
import json
import os
import subprocess
import sys
import traceback

import django
from django.conf import settings
from django.core.cache import cache
from django.db import connections

START = [sys.executable, "-m", "tests.support.hand"]


class Hand:
    """The process as its caller sees it; it starts with the first snippet."""

    def __init__(self, cwd: str | os.PathLike, env: dict[str, str]) -> None:
        self.cwd, self.env = cwd, env
        self._process: subprocess.Popen | None = None
        self._started_with: dict[str, str] = {}

    def run(self, code: str) -> str:
        """Run a snippet; return what it printed. Raises RuntimeError with its traceback."""
        if self._started_with != self.env:
            self.stop()
        if self._process is None or self._process.poll() is not None:
            self._started_with = dict(self.env)
            self._process = subprocess.Popen(
                START,
                cwd=self.cwd,
                env=self.env,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"error": "the process that runs snippets is gone"}
        if "error" in answer:
            raise RuntimeError(f"{code}\nfailed:\n{answer['error']}")
        return answer["printed"]

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.stdin.close()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:  # a busy machine; it has nothing to lose
                self._process.kill()
                self._process.wait()
            self._process.stdout.close()
            self._process = None


def act(code: str) -> dict[str, str]:
    """Run one snippet with nothing left over from the one before."""
    if not settings.REDIS_URL:
        cache.clear()
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, {"__name__": "__main__"})
    except Exception:
        return {"error": traceback.format_exc()}
    finally:
        connections.close_all()
    return {"printed": printed.getvalue()}


def main() -> None:
    """Answer until nobody asks any more."""
    django.setup()
    # Models can be imported only now. Other processes make people in the same database.
    importlib.import_module("tests.factories").number_apart()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    # What a library prints must not be read as an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        print(json.dumps(act(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
