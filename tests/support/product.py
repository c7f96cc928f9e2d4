"""The real product as a process: the server people start, on a database and ports of its own.

Browser tests and benchmarks use it. On PostgreSQL with Redis, worker and beat run beside it.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support import demo, templates
from tests.support.hand import Hand

ROOT = templates.ROOT
START_SECONDS = 150
STOP_SECONDS = 15


def free_port() -> int:
    """Return a TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    """Tell whether the server at `url` answers its health check with 200."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


class Product:
    """One running PeerLearn with demo content; `url` is its address, `log` what it wrote."""

    def __init__(self, var: Path, database_url: str = "", redis_url: str = "") -> None:
        self.var = var
        self.port, self.simulator_port = free_port(), free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = var / "server.log"
        self.database_url = database_url or f"sqlite:///{var / 'peerlearn.sqlite3'}"
        self.redis_url = redis_url
        self.processes: list[subprocess.Popen] = []
        # What stands before each command: `ip netns exec ...` puts it on another host.
        self.prefix: list[str] = []
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "peerlearn.settings.dev",
            "PEERLEARN_VAR": str(var),
            "PORT": str(self.port),
            "SIMULATOR_PORT": str(self.simulator_port),
            "SITE_URL": self.url,
            # Settings of the test process put their own simulator's address into the environment.
            "RAZORPAY_BASE_URL": f"http://localhost:{self.simulator_port}",
            "RAZORPAY_CHECKOUT_JS": f"http://localhost:{self.simulator_port}/v1/checkout.js",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_url,
            "PYTHONUNBUFFERED": "1",
        }
        self.hand = Hand(ROOT, self.env)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this product's data; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def run(self, code: str) -> str:
        """Run Python on this product's data, Django set up; return what it printed."""
        return self.hand.run(code)

    def lay_data(self) -> None:
        """Give the product a migrated database, collected static files and the demo content."""
        demo.lay(self)

    def lay_rows(self) -> None:
        """Give the product a migrated database and collected static files."""
        self.var.mkdir(parents=True, exist_ok=True)
        if self.database_url.startswith("sqlite"):
            templates.sqlite_copy(self.var / "peerlearn.sqlite3")
        else:
            base, _, name = self.database_url.rpartition("/")
            templates.postgres_copy(templates.parse_url(base), name)
        self.lay_static()

    def lay_static(self) -> None:
        """Give the product collected static files; it shares them with all of their state."""
        # Compressing Wagtail's files takes 15 s: done once for each state of the front end.
        state = templates.state_of_front_end()
        shared = templates.FOLDER / f"static-{state}"
        target = self.var / "static"
        if not shared.exists():
            self.manage("collectstatic", "--noinput", "--verbosity", "0")
            with templates.only_one("static"):
                for old in templates.FOLDER.glob("static-*"):
                    shutil.rmtree(old)
                target.rename(shared)
        target.symlink_to(shared)

    def start(self) -> None:
        """Start the server, on Redis also worker and beat, and wait until it answers."""
        self.spawn("manage.py", "runserver")
        if self.redis_url:
            celery = ("-m", "celery", "--app", "peerlearn.celery")
            schedule = str(self.var / "beat-schedule")
            self.spawn(*celery, "worker", "--pool", "threads", "--concurrency", "2")
            self.spawn(*celery, "beat", "--schedule", schedule, "--pidfile", "")
        self.wait_for(self.url)

    def answers(self, url: str) -> bool:
        """Tell whether the server at `url` answers."""
        return answers(url)

    def wait_for(self, url: str) -> None:
        """Wait until the server at `url` answers; raise RuntimeError if a process dies first."""
        end = time.monotonic() + START_SECONDS
        while not self.answers(url):
            died = [process for process in self.processes if process.poll() is not None]
            if died or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"the product did not start:\n{self.tail(80)}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Interrupt all processes as Ctrl+C would; kill the groups of those that do not end."""
        self.hand.stop()
        for process in self.processes:
            process.send_signal(signal.SIGINT)
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self.processes.clear()

    def tail(self, lines: int = 60) -> str:
        """Return the last lines of the log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def spawn(self, *arguments: str) -> subprocess.Popen:
        """Run Python with `arguments` beside this product until `stop`; its words go to the log."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*self.prefix, sys.executable, *arguments],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.processes.append(process)
        return process
