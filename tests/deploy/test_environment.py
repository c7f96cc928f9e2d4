""".env.example names what settings, compose file and entry point read, each with a comment."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = (ROOT / ".env.example").read_text()
NAMED = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
NOT_SETTINGS = {
    "DJANGO_SETTINGS_MODULE",
    "POSTGRES_PASSWORD",
    "TURN_REALM",
    "TURN_EXTERNAL_IP",
}


def read_by_settings():
    text = "".join(p.read_text() for p in (ROOT / "peerlearn" / "settings").glob("*.py"))
    return set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", text))


def test_every_variable_that_settings_read_is_in_the_example():
    assert read_by_settings() - NAMED == set()


def test_the_example_names_no_variable_that_nothing_reads():
    assert NAMED - read_by_settings() - NOT_SETTINGS == set()


def test_every_secret_of_the_example_is_empty():
    values = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    secret = [name for name in values if re.search("SECRET|PASSWORD|KEY", name)]
    assert {name: values[name] for name in secret if values[name]} == {}


def test_every_variable_has_a_comment_above_it():
    lines = EXAMPLE.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"#?[A-Z_]+=", line):
            above = lines[number - 1]
            assert above.startswith("#")
