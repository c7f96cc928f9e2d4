"""Homes, the product and coturn on hosts of their own; skipped, and said so, where that cannot be.

`make network` runs these; `make test` does not, for they take minutes and a machine's root.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from deploy.setup.machine import network_lacks
from tests.network.calls import meet
from tests.support import netns
from tests.support.far import FarProduct, Relay, browser_at


def pytest_collection_modifyitems(config, items):
    """Without root, namespaces, coturn or Chromium none of these can run."""
    lacks = network_lacks()
    for item in items if lacks else ():
        if "tests/network" in str(item.path):
            item.add_marker(pytest.mark.skip(reason=f"NOT RUN: {lacks}"))


@pytest.fixture(autouse=True)
def _fresh_cache():
    """The cache belongs to the running product here; it stays."""


@pytest.fixture(scope="session")
def wires():
    """Return the network of this run."""
    with netns.network() as laid:
        yield laid


@pytest.fixture(scope="session")
def relay(wires, tmp_path_factory):
    """Return the running TURN server."""
    running = Relay(tmp_path_factory.mktemp("turn"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def product(wires, relay, tmp_path_factory):
    """Return the running product."""
    running = FarProduct(tmp_path_factory.mktemp("product"))
    running.lay_rows()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def homes(wires, tmp_path_factory):
    """Return a browser at each home."""
    folder = tmp_path_factory.mktemp("browsers")
    with sync_playwright() as playwright:
        running = [browser_at(playwright, number, folder) for number in wires.homes]
        yield running
        for browser in running:
            browser.close()


@pytest.fixture
def net(wires):
    """Return the network, whole; what a test breaks is mended after it."""
    yield wires
    wires.reset()


@pytest.fixture
def calling(product, homes, net):
    """Return a function that makes a call: calling(script="")."""
    made = []

    def make(script=""):
        made.append(meet(product, homes, script))
        return made[-1]

    yield make
    for call in made:
        call.close()
    assert [error for call in made for error in call.errors] == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Put the machine's load and the logs of server and TURN under a failed test."""
    report = yield
    if report.failed:
        load = " ".join(f"{value:.1f}" for value in os.getloadavg())
        report.sections.append(("machine", f"load average {load}"))
        used = getattr(item, "funcargs", {})
        if "product" in used:
            report.sections.append(("server log", used["product"].tail()))
        if "relay" in used:
            report.sections.append(("coturn's log", used["relay"].words()[-4000:]))
    return report
