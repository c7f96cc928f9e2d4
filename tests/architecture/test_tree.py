"""Nothing in the repository names a package host, a secret or one person's machine."""

import ast
import json
import re

import pytest

from tests.architecture.tree import ROOT, name, own_files, python_files

TEXT = {
    ".py", ".txt", ".in", ".toml", ".json", ".js", ".mjs", ".css", ".html", ".yml", ".yaml", ".md",
    ".sh", ".conf", ".cfg", ".ini", ".example", "",
}  # fmt: skip
SECRETS = (
    re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE " + r"KEY-----"),
    re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    re.compile(r"\brzp_live_[0-9A-Za-z]{10,}"),
    re.compile(r"\bgh[pousr]_[0-9A-Za-z]{30,}"),
    re.compile(r"\bgsk_[0-9A-Za-z]{30,}"),
)
HOSTS = re.compile(r"--(?:extra-)?index-url|--find-links|registry\s*=\s*[\"']?https?:|--registry")
HOMES = re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+)/")


def texts():
    for path in own_files():
        if path.suffix in TEXT and path != ROOT / "tests" / "architecture" / "test_tree.py":
            yield path, path.read_text(errors="replace")


@pytest.mark.parametrize("lock", ["base", "dev", "node", "tools"])
def test_every_python_package_is_pinned_with_a_hash_and_without_a_host(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert "://" not in text
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert pins
    assert all("==" in line and line.endswith("\\") for line in pins)
    assert text.count("--hash=sha256:") >= len(pins)


def test_the_npm_lock_names_no_host_and_hashes_everything():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {key: value for key, value in lock["packages"].items() if key}
    assert packages
    assert [key for key, value in packages.items() if "resolved" in value] == []
    own = ("integrity", "inBundle", "link")  # what is inside a package has that package's hash
    assert [key for key, value in packages.items() if not any(word in value for word in own)] == []


def test_the_npm_lock_knows_every_platform_it_names():
    """`npm ci` refuses a lock that leaves out another platform's optional package."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    named = {name for value in packages.values() for name in value.get("optionalDependencies", {})}
    assert {name for name in named if not any(k.endswith(f"/{name}") for k in packages)} == set()


def test_no_file_holds_a_secret():
    assert [name(path) for path, text in texts() if any(s.search(text) for s in SECRETS)] == []


def test_no_file_names_a_package_host():
    assert [name(path) for path, text in texts() if HOSTS.search(text)] == []


def test_no_file_names_somebodys_home_folder():
    assert [name(path) for path, text in texts() if HOMES.search(text)] == []


def test_no_data_or_environment_file_is_committed():
    kept = re.compile(r"(^|/)\.env$|\.sqlite3$|\.pem$|\.key$|(^|/)var/|^static/build/")
    assert [name(path) for path in own_files() if kept.search(name(path))] == []


def test_what_may_fail_after_a_commit_has_a_name_for_djangos_log():
    """Django logs a failed robust hook by its __qualname__; a partial's failure would be raised."""
    robust = []
    for path in python_files():
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and any(k.arg == "robust" for k in call.keywords):
                robust.append((name(path), ast.unparse(call.args[0])))
    assert len(robust) > 5
    assert [one for one in robust if not one[1].startswith("lambda:") and one[1] != "go"] == []


def test_a_locked_row_may_still_be_pointed_at():
    """Rows that name a locked one are checked at their commit: a plain FOR UPDATE holds that up."""
    locks = []
    for path in (path for path in python_files() if not name(path).startswith("tests/")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".select_for_update"):
                locks.append((name(path), {keyword.arg for keyword in call.keywords}))
    assert len(locks) > 50
    assert [where for where, options in locks if "no_key" not in options] == []
