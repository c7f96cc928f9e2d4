"""Container health: `healthcheck.py http|worker|beat` exits 0 when the process does its work."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path


def http() -> bool:
    """Ask this container's own /healthz under the first name the site answers to."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip() or "localhost"
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    request = urllib.request.Request(url, headers={"Host": host, "X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  (same reason)
        return answer.status == 200


def worker() -> bool:
    """Ask this container's Celery worker for a ping through the broker."""
    command = ["celery", "--app", "peerlearn.celery", "inspect", "ping", "--timeout", "8"]
    name = f"worker@{socket.gethostname()}"
    return subprocess.run([*command, "--destination", name], check=False).returncode == 0


def beat() -> bool:
    """Look whether beat's process is alive."""
    os.kill(int(Path("/tmp/beat.pid").read_text()), 0)  # noqa: S108  (a container has its own /tmp)
    return True


if __name__ == "__main__":
    try:
        healthy = {"http": http, "worker": worker, "beat": beat}[sys.argv[1]]()
    except (OSError, ValueError) as error:
        sys.exit(f"unhealthy: {error}")
    sys.exit(0 if healthy else 1)
