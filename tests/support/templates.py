"""Migrated template databases, so that a test run copies a database and does not migrate one.

`migrate` from nothing takes about 20 CPU seconds; the template is made once for each state of the
migrations and kept below .pytest_cache.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".pytest_cache" / "templates"
APPS = ("peerlearn", "cms", "learning", "live", "payments", "recommend")


def state_of_migrations() -> str:
    """Return ten hex digits that change when a migration or a locked package changes.

    The table of rights counts, too: `migrate` gives it to the staff groups.
    """
    total = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    total.update((ROOT / "peerlearn" / "accounts" / "rights.py").read_bytes())
    total.update((ROOT / "peerlearn" / "settings" / "apps.py").read_bytes())
    for app in APPS:
        for path in sorted((ROOT / app).rglob("migrations/*.py")):
            total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()[:10]


def state_of_front_end() -> str:
    """Return ten hex digits that change when a built file or a locked package changes."""
    total = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted((ROOT / "static" / "build").rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()[:10]


def checkout() -> str:
    """Return six hex digits that tell this checkout's databases from another's."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]


@contextmanager
def only_one(what: str) -> Iterator[None]:
    """Let one process at a time make a template; the others wait and find it made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(database_url: str) -> None:
    """Run `migrate` on the database at `database_url`, in a process of its own."""
    env = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "peerlearn.settings.test",
    }
    env.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def sqlite_copy(target: Path) -> None:
    """Put a migrated SQLite database at `target`, replacing what is there."""
    template = FOLDER / f"{state_of_migrations()}.sqlite3"
    with only_one("sqlite"):
        if not template.exists():
            for old in FOLDER.glob("*.sqlite3*"):
                old.unlink()
            draft = template.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            migrate(f"sqlite:///{draft}")
            draft.rename(template)
    for leftover in target.parent.glob(f"{target.name}*"):
        leftover.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, target)


def server_url(settings: dict[str, object], database: str) -> str:
    """Return the URL of `database` on the server that Django's `settings` of a connection name."""
    user = quote(str(settings["USER"] or ""))
    password = f":{quote(str(settings['PASSWORD']))}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{user}{password}@{settings['HOST'] or 'localhost'}{port}/{database}"


def postgres_copy(settings: dict[str, object], target: str) -> None:
    """Make the PostgreSQL database `target` a copy of the migrated template, replacing it.

    The template is named after this checkout and its migrations; an older one of this checkout is
    dropped.
    """
    prefix = f"peerlearn_template_{checkout()}_"
    template = prefix + state_of_migrations()
    admin = server_url(settings, "postgres")
    with only_one("postgres"), psycopg.connect(admin, autocommit=True) as server:
        rows = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{prefix}%"]
        )
        known = {name for (name,) in rows}
        if template not in known:
            for old in known:
                _drop(server, old)
            draft = f"{prefix}draft"
            _drop(server, draft)
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
            migrate(server_url(settings, draft))
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(sql.Identifier(draft), sql.Identifier(template)))
        _copy(server, template, target)


def clone(settings: dict[str, object], source: str, target: str) -> None:
    """Make the PostgreSQL database `target` a copy of `source`, which nobody uses, replacing it."""
    with psycopg.connect(server_url(settings, "postgres"), autocommit=True) as server:
        _copy(server, source, target)


def exists(settings: dict[str, object], name: str) -> bool:
    """Tell whether the server has a database of this name."""
    with psycopg.connect(server_url(settings, "postgres")) as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def postgres_drop(settings: dict[str, object], target: str) -> None:
    """Drop the PostgreSQL database `target`, closing what is still connected to it."""
    with psycopg.connect(server_url(settings, "postgres"), autocommit=True) as server:
        _drop(server, target)


def _copy(server: psycopg.Connection, source: str, target: str) -> None:
    _drop(server, target)
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(copy.format(sql.Identifier(target), sql.Identifier(source)))


def _drop(server: psycopg.Connection, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    server.execute(statement.format(sql.Identifier(name)))


def parse_url(url: str) -> dict[str, object]:
    """Return the server part of a database URL in the names of Django's settings."""
    parts = urlsplit(url)
    return {
        "USER": parts.username,
        "PASSWORD": parts.password,
        "HOST": parts.hostname,
        "PORT": parts.port,
    }


if __name__ == "__main__":
    # The suite makes PostgreSQL's template ahead, while one core is busy with SQLite's.
    SERVER, PASSING = parse_url(sys.argv[1]), f"peerlearn_warm_{os.getpid()}"
    postgres_copy(SERVER, PASSING)
    postgres_drop(SERVER, PASSING)
