"""`make network`: calls on networks that break, on hosts this machine makes for itself.

Needs root, network namespaces, iptables, coturn and Chromium; what is missing is said as a line
that begins with NOT RUN, and with CI=true that fails the run.
"""

import sys

from .machine import network_lacks
from .suite import IN_CI, Phase, not_run, run


def main() -> int:
    """Run the network tests; return pytest's exit code."""
    lacks = network_lacks()
    if lacks:
        not_run(lacks)
        return int(IN_CI)
    return run(Phase("networks, SQLite", ["tests/network"]))


if __name__ == "__main__":
    sys.exit(main())
