"""Setting up: a step runs again when what it depends on changed, and only then."""

import os
import subprocess

import pytest

from deploy.setup import machine, prepare, suite
from deploy.setup.stamps import Stamps, digest, files


def test_a_digest_follows_names_contents_and_words(tmp_path):
    (tmp_path / "a.txt").write_text("one")
    first = digest(files(tmp_path), "word")
    assert digest(files(tmp_path), "word") == first
    assert digest(files(tmp_path), "other") != first
    (tmp_path / "a.txt").write_text("two")
    second = digest(files(tmp_path), "word")
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert len({first, second, digest(files(tmp_path), "word")}) == 3


def test_what_is_built_or_installed_is_no_input_of_a_step(tmp_path):
    for folder in ("build", "node_modules", "src"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "file.js").touch()
    assert files(tmp_path) == [tmp_path / "src" / "file.js"]


def test_a_stamp_is_fresh_for_the_inputs_it_was_set_with(tmp_path):
    stamps = Stamps(tmp_path / "stamps")
    assert not stamps.fresh("step", "one")
    stamps.set("step", "one")
    assert stamps.fresh("step", "one")
    assert not stamps.fresh("step", "two")


def test_settings_of_the_environment_win_over_the_env_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("# port\nPORT = 8123\nexport DATABASE_URL='postgres://x'\n")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    for name in ("PORT", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert prepare.dotenv("PORT") == "8123"
    assert prepare.dotenv("DATABASE_URL") == "postgres://x"
    assert prepare.dotenv("REDIS_URL") == ""
    monkeypatch.setenv("PORT", "9000")
    assert prepare.dotenv("PORT") == "9000"


@pytest.mark.parametrize(("said", "major"), [("v20.20.2", 20), ("v8.1.0", 8), ("nonsense", 0)])
def test_the_version_of_node_is_read_from_its_own_words(tmp_path, said, major):
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {said}\n")
    node.chmod(0o755)
    assert machine.node_version(str(node)) == major
    assert machine.node_version(str(tmp_path / "absent")) == 0


def test_a_failing_step_stops_with_its_command_and_code():
    with pytest.raises(machine.SetupError, match="code 1: false"):
        machine.run("false")


def test_what_this_machine_cannot_test_is_named(monkeypatch):
    monkeypatch.setattr(suite, "POSTGRES", "postgres://nobody@127.0.0.1:1/none")
    monkeypatch.setattr(suite, "REDIS", "redis://127.0.0.1:1/8")
    monkeypatch.setattr(suite, "chromium", lambda: None)
    phases, missing = suite.plan()
    assert [phase.name for phase in phases] == ["SQLite"]
    assert "PostgreSQL" in missing[0]
    assert "Redis" in missing[0]
    assert "Chromium" in missing[1]


def test_make_help_lists_every_command_with_a_line():
    answer = subprocess.run(
        ["make", "help"],
        cwd=machine.ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    for name in ("run", "test", "lint", "bench", "format", "help"):
        assert f"  make {name} " in answer.stdout
