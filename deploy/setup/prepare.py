"""Bring this checkout to where it can run: `python -m deploy.setup.prepare GOAL`.

Goals are run, test, network, lint, tools.

Each step is skipped when nothing it depends on has changed, so a second start is quick. Packages
and the front end are stamped inside .venv; what belongs to the data is stamped beside the data.
"""

import os
import shutil
import sys
from pathlib import Path

from .machine import (
    BIN,
    PYTHON,
    ROOT,
    SetupError,
    apt_get,
    chromium,
    install,
    make_venv,
    node_env,
    run,
    say,
)
from .stamps import Stamps, digest, files

STAMPS = Stamps(BIN.parent / "stamps")
FRONT = Stamps(ROOT / "node_modules" / ".stamps")
DATA_APPS = ("peerlearn", "cms", "learning", "live", "payments", "recommend")


def dotenv(name: str) -> str:
    """Return setting `name` from the environment, else from .env, else an empty string."""
    if name in os.environ:
        return os.environ[name]
    path = ROOT / ".env"
    for line in path.read_text().splitlines() if path.exists() else []:
        key, _, value = line.strip().removeprefix("export ").partition("=")
        if key.strip() == name:
            return value.strip().strip("'\"")
    return ""


def python_packages(kind: str) -> None:
    """Install the locked packages of `kind` (base or dev; dev holds all of base)."""
    if not PYTHON.exists() or not (BIN / "pip").exists():
        make_venv()
    want = digest([ROOT / "requirements" / f"{kind}.txt"], sys.version)
    if STAMPS.fresh(f"python-{kind}", want):
        return
    install(kind)
    STAMPS.set(f"python-{kind}", want)
    if kind == "dev":
        base = digest([ROOT / "requirements" / "base.txt"], sys.version)
        STAMPS.set("python-base", base)


def front_end() -> None:
    """Install the npm packages and build static/build."""
    env = None
    lock = digest(files(ROOT / "package.json", ROOT / "package-lock.json"), str(ROOT))
    if not FRONT.fresh("npm", lock):
        env = node_env()
        say("npm packages")
        run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", env=env)
        FRONT.set("npm", lock)
    sources = digest(files(ROOT / "static", ROOT / "templates"), lock)
    if not FRONT.fresh("front", sources) or not (ROOT / "static" / "build").exists():
        say("front end (esbuild, Tailwind)")
        run("npm", "run", "--silent", "build", env=env or node_env())
        FRONT.set("front", sources)


def data() -> None:
    """Migrate and collect static files into the var folder; the server tops up the demo."""
    var = Path(dotenv("PEERLEARN_VAR") or "var")
    var = var if var.is_absolute() else ROOT / var
    stamps, database = Stamps(var / "stamps"), dotenv("DATABASE_URL")
    migrations = [path for app in DATA_APPS for path in (ROOT / app).rglob("migrations/*.py")]
    want = digest(sorted(migrations), (ROOT / "requirements" / "base.txt").read_text(), database)
    have_file = database or (var / "peerlearn.sqlite3").exists()
    if not (have_file and stamps.fresh("migrate", want)):
        say("database")
        run(PYTHON, "manage.py", "migrate", "--verbosity", "0")
        stamps.set("migrate", want)
    want = digest(files(FRONT.folder / "front", ROOT / "requirements" / "base.txt"), str(ROOT))
    if not stamps.fresh("static", want) or not (var / "static").exists():
        say("static files")
        run(PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        stamps.set("static", want)


def browser() -> None:
    """See to it that Chromium is there; what is missing is said here and again by the suite."""
    known = chromium() or apt_get("chromium", "chromium-headless-shell") or apt_get("chromium")
    if not known:
        say("Chromium is missing: install it, or set CHROMIUM to its path, for the browser tests")


def relay() -> None:
    """See to it that the TURN server and the firewall of the network tests are there."""
    wanted = {"turnserver": "coturn", "iptables": "iptables", "ip": "iproute2"}
    missing = [package for name, package in wanted.items() if not shutil.which(name)]
    if missing and not apt_get(*missing):
        say(f"Missing for the network tests: {', '.join(missing)}")


def main(goal: str) -> None:
    """Run the steps of one goal."""
    os.chdir(ROOT)
    if goal == "tools":
        python_packages("tools")
        return
    python_packages("base" if goal == "run" else "dev")
    if goal == "lint":
        return
    front_end()
    if goal == "run":
        data()
    if goal in ("test", "network"):
        browser()
    if goal == "network":
        relay()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit(f"\nSetting up stopped: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
