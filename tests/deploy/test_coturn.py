"""deploy/coturn: what it lets through, and what it must be told."""

import os
import re
import subprocess
from ipaddress import ip_address
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "deploy" / "coturn"
LINES = [
    line
    for line in (FOLDER / "turnserver.conf").read_text().splitlines()
    if line and not line.startswith("#")
]

INSIDE = """10.1.2.3 172.17.0.2 192.168.1.1 127.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0
255.255.255.255 ::1 fd12::1 fe80::1 ::ffff:10.0.0.1"""


def denied(address):
    wanted = ip_address(address)
    for line in LINES:
        if line.startswith("denied-peer-ip="):
            first, _, last = line.partition("=")[2].partition("-")
            low, high = ip_address(first), ip_address(last or first)
            if low.version == wanted.version and low <= wanted <= high:
                return True
    return False


@pytest.mark.parametrize("address", INSIDE.split())
def test_nobody_reaches_the_inside_of_a_network_through_the_relay(address):
    assert denied(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "2a00:1450::1"])
def test_the_world_outside_is_reached(address):
    assert not denied(address)


def test_only_passwords_that_expire_are_taken_and_none_is_written_down():
    assert "use-auth-secret" in LINES
    assert not [line for line in LINES if re.match("user=|static-auth-secret|lt-cred-mech", line)]
    assert "allow-loopback-peers" not in LINES
    assert "no-cli" in LINES


def test_there_are_as_many_relay_ports_as_relays():
    values = dict(line.split("=", 1) for line in LINES if line.count("=") == 1)
    ports = int(values["max-port"]) - int(values["min-port"]) + 1
    assert ports == int(values["total-quota"])


@pytest.mark.parametrize("missing", ["TURN_SECRET", "TURN_REALM"])
def test_it_does_not_start_without_its_secret_or_its_name(missing):
    env = {"PATH": os.environ["PATH"], "TURN_SECRET": "x", "TURN_REALM": "t.example"} | {
        missing: ""
    }
    done = subprocess.run(
        ["sh", FOLDER / "start"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert f"set {missing} in .env" in done.stderr
