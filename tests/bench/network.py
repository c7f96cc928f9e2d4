"""How long a call of two needs to be whole again: after 25 s without a line, on a new address.

Whole: both are online and connected, and each has decoded five frames since the repair. Needs what
`make network` needs.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.network.calls import Call, flowing, meet, still
from tests.support import netns
from tests.support.far import FarProduct, Relay, browser_at

ROUNDS = 5
CUT_SECONDS = 25
CALM_SECONDS = 5
LONGEST = 60


def main() -> None:
    """Print median and worst of both, with their targets."""
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as folder, netns.network() as wires:
        var = Path(folder)
        relay, product = Relay(var), FarProduct(var / "product")
        product.lay_rows()
        relay.start()
        try:
            product.start()
            with sync_playwright() as playwright:
                homes = [browser_at(playwright, number, var) for number in wires.homes]
                _measure(wires, meet(product, homes))
                for browser in homes:
                    browser.close()
        finally:
            product.stop()
            relay.stop()


def _measure(wires: netns.Network, call: Call) -> None:
    flowing(call, LONGEST)
    _tell("a cut of 25 s, from the repair", 4, call, lambda number: _cut(wires, call, number))
    _tell("another address", 9, call, wires.move)
    wires.reset()


def _cut(wires: netns.Network, call: Call, number: int) -> None:
    wires.cut(number)
    time.sleep(CUT_SECONDS)
    if not still(call.mentor):
        raise RuntimeError("frames came through a line that was cut")
    wires.mend(number)


def _tell(what: str, target: int, call: Call, happen: Callable[[int], None]) -> None:
    """Let it happen to one and the other by turns."""
    took = []
    for turn in range(ROUNDS):
        time.sleep(CALM_SECONDS)
        happen(1 + turn % 2)
        took.append(flowing(call, LONGEST))
    each = ", ".join(f"{seconds:.1f}" for seconds in took)
    print(
        f"  {what}: median {median(took):.1f} s, worst {max(took):.1f} s (target {target}); "
        f"each {each}; load {os.getloadavg()[0]:.1f}"
    )
