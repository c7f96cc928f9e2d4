"""The product and its TURN server on a host of their own, and browsers on other hosts."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.support import chromium
from tests.support.netns import ADDRESS, RANGE, SERVER, TURN_PORT, home, on
from tests.support.product import ROOT, STOP_SECONDS, Product

PORT = 8700
URL = f"http://{ADDRESS}:{PORT}"
SECRET = "of this test"
COTURN = ROOT / "deploy" / "coturn"
# What the deployed configuration forbids or leaves to the machine.
HERE = f"""
listening-ip={ADDRESS}
relay-ip={ADDRESS}
allowed-peer-ip={RANGE}
verbose
pidfile=turn.pid
"""
ASK = "import sys, urllib.request as u; sys.exit(u.urlopen(sys.argv[1], timeout=2).status != 200)"
KNOCK = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1)"


def works_there(code: str, *arguments: str) -> bool:
    """Tell whether a line of Python ends well on the server's host."""
    command = [*on(SERVER), sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class FarProduct(Product):
    """The product on SQLite, without demo content, on the server's host."""

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.url, self.prefix = URL, on(SERVER)
        turn = f"turn:{ADDRESS}:{TURN_PORT}"
        self.env |= {
            "SITE_URL": URL,
            "ALLOWED_HOSTS": ADDRESS,
            "STUN_URLS": f"stun:{ADDRESS}:{TURN_PORT}",
            "TURN_URLS": f"{turn}?transport=udp,{turn}?transport=tcp",
            "TURN_SECRET": SECRET,
        }

    def answers(self, url: str) -> bool:
        """Ask on the server's host: this one has no way there."""
        return works_there(ASK, f"{url}/healthz")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.spawn("manage.py", "runserver", f"{ADDRESS}:{PORT}", "--no-simulator")
        self.wait_for(self.url)

    def kill(self) -> None:
        """End the server without a goodbye, as a power cut does."""
        server = self.processes.pop()
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(STOP_SECONDS)


class Relay:
    """coturn as it is deployed, on the server's host."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "turn.log"
        self.conf = folder / "turnserver.conf"

    def start(self) -> None:
        """Start it and wait until it listens."""
        self.conf.write_text((COTURN / "turnserver.conf").read_text() + HERE)
        env = {"TURN_CONF": str(self.conf), "TURN_SECRET": SECRET, "TURN_REALM": "turn.test"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*on(SERVER), "sh", str(COTURN / "start")],
                env=os.environ | env,
                cwd=self.log.parent,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        end = time.monotonic() + STOP_SECONDS
        while not works_there(KNOCK, ADDRESS, str(TURN_PORT)):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"coturn did not start:\n{self.words()[-2000:]}")
            time.sleep(0.1)

    def words(self) -> str:
        """Return what it wrote."""
        return self.log.read_text(errors="replace")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(STOP_SECONDS)


def browser_at(playwright: Playwright, number: int, folder: Path) -> Browser:
    """Start Chromium at somebody's home; the site counts as secure there."""
    wrapper = folder / f"chromium-{number}"
    wrapper.write_text(
        f'#!/bin/sh\nexec {shlex.join([*on(home(number)), chromium.path(whole=True)])} "$@"\n'
    )
    wrapper.chmod(0o755)
    secure = f"--unsafely-treat-insecure-origin-as-secure={URL}"
    return playwright.chromium.launch(executable_path=wrapper, args=[*chromium.ARGUMENTS, secure])
