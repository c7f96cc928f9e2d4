"""Hosts and the networks between them, on one machine: Linux network namespaces (root needed).

`pl-srv` (10.77.0.1) is the router, on which server and TURN run; `pl-c1`, `pl-c2` ... are people at
home, each on a network of their own (10.77.1.2, 10.77.2.2 ...) behind it.
"""

import fcntl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = "pl-srv"
ADDRESS = "10.77.0.1"
RANGE = "10.77.0.0-10.77.255.255"
TURN_PORT = 3478
LOCK = Path(tempfile.gettempdir()) / "peerlearn-netns.lock"


def sh(*command: str) -> str:
    """Run a command that must succeed; return what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def on(host: str) -> list[str]:
    """Return what stands before a command that runs on `host`."""
    return ["ip", "netns", "exec", host]


def home(number: int) -> str:
    """Return the name of a person's host."""
    return f"pl-c{number}"


class Network:
    """The wires: what is cut, what is forbidden, who moves. `reset` mends all of it."""

    def __init__(self, homes: int = 2) -> None:
        self.homes = range(1, homes + 1)
        self.addresses = dict.fromkeys(self.homes, 2)

    def lay(self) -> None:
        """Make the hosts; leftovers of a run that was killed go first."""
        self.remove()
        sh("ip", "netns", "add", SERVER)
        self._srv("link", "set", "lo", "up")
        self._srv("addr", "add", f"{ADDRESS}/32", "dev", "lo")
        sh(*on(SERVER), "sysctl", "-qw", "net.ipv4.ip_forward=1")
        for n in self.homes:
            host = home(n)
            sh("ip", "netns", "add", host)
            pair = ("type", "veth", "peer", "name", f"plc{n}", "netns", host)
            sh("ip", "link", "add", f"pls{n}", "netns", SERVER, *pair)
            self._srv("addr", "add", f"10.77.{n}.1/24", "dev", f"pls{n}")
            self._srv("link", "set", f"pls{n}", "up")
            sh("ip", "-n", host, "link", "set", "lo", "up")
            sh("ip", "-n", host, "addr", "add", f"10.77.{n}.2/24", "dev", f"plc{n}")
            self.mend(n)

    def remove(self) -> None:
        """Take the hosts away."""
        there = {line.split()[0] for line in sh("ip", "netns", "list").splitlines() if line}
        for host in sorted(there & {SERVER, *(home(n) for n in self.homes)}):
            sh("ip", "netns", "del", host)

    def reset(self) -> None:
        """Mend the wires, let everything through, give everybody their first address."""
        self.direct(True)
        sh(*on(SERVER), "iptables", "-F", "INPUT")
        for n in self.homes:
            self.mend(n)
            if self.addresses[n] != 2:
                self._settle(n, 2)

    def direct(self, allowed: bool) -> None:
        """Let homes reach each other, or only the server, as behind two symmetric NATs."""
        sh(*on(SERVER), "iptables", "-P", "FORWARD", "ACCEPT" if allowed else "DROP")

    def block_turn(self, protocol: str) -> None:
        """Let nobody reach TURN by "udp" or by "tcp"."""
        # By interface: what TURN sends to itself must pass.
        port = ("--dport", str(TURN_PORT)) if protocol == "tcp" else ()
        rule = ("-A", "INPUT", "-i", "pls+", "-p", protocol, *port, "-j", "DROP")
        sh(*on(SERVER), "iptables", *rule)

    def cut(self, number: int) -> None:
        """Take somebody's line down, both ways."""
        sh("ip", "-n", home(number), "link", "set", f"plc{number}", "down")

    def mend(self, number: int) -> None:
        """Bring somebody's line up again."""
        sh("ip", "-n", home(number), "link", "set", f"plc{number}", "up")
        self._route(number)

    def move(self, number: int) -> None:
        """Give somebody another address, as from Wi-Fi to mobile."""
        self._settle(number, self.addresses[number] + 1)

    def _settle(self, number: int, last: int) -> None:
        wire = ("dev", f"plc{number}")
        # The flush takes the default route along, which an address in use would keep.
        sh("ip", "-n", home(number), "addr", "flush", *wire)
        sh("ip", "-n", home(number), "addr", "add", f"10.77.{number}.{last}/24", *wire)
        self.addresses[number] = last
        self._route(number)

    def _route(self, number: int) -> None:
        gateway = f"10.77.{number}.1"
        sh("ip", "-n", home(number), "route", "replace", "default", "via", gateway)

    def _srv(self, *arguments: str) -> None:
        sh("ip", "-n", SERVER, *arguments)


@contextmanager
def network(homes: int = 2) -> Iterator[Network]:
    """Lay the hosts and take them away afterwards; one run at a time on a machine."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        laid = Network(homes)
        laid.lay()
        try:
            yield laid
        finally:
            laid.remove()
