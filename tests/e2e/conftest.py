"""Browsers against the real product.

`product` is the running server; `visit` opens a browser of one's own, logged in if asked:

    learner = visit("learner@peerlearn.test")
    learner.goto("/learner/dashboard/")

A browser that saw a script error or a refusal of the security policy fails its test, unless the
test calls `page.expected_errors.append("part of the text")` first.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from peerlearn.operations.demo_logins import PASSWORD
from tests.support import chromium
from tests.support.product import Product

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
HARMLESS = ("favicon.ico",)
# Several products share a CI machine: what comes late has come; how fast it comes is a benchmark's.
LATEST = 30
expect.set_options(timeout=LATEST * 1000)


def pytest_collection_modifyitems(config, items):
    """Without Chromium none of these can run; the suite says so and fails in CI."""
    if not chromium.path():
        for item in items:
            if "tests/e2e" in str(item.path):
                item.add_marker(pytest.mark.skip(reason="NOT RUN: no Chromium"))


@pytest.fixture(autouse=True)
def _fresh_cache():
    """The cache belongs to the running product here; it stays."""


@pytest.fixture(scope="session")
def product(tmp_path_factory):
    """The running product, on SQLite or on what DATABASE_URL and REDIS_URL name.

    Of two workers each has its own: what one stops or changes the other's browsers do not feel.
    """
    url, worker = os.environ.get("DATABASE_URL", ""), os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and url.startswith("postgres"):
        url += f"_{worker}"
    running = Product(
        tmp_path_factory.mktemp("product"),
        database_url=url if url.startswith("postgres") else "",
        redis_url=os.environ.get("REDIS_URL", "") if url.startswith("postgres") else "",
    )
    running.lay_data()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session; each person is a context of its own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.ARGUMENTS
        )
        yield running
        running.close()


@pytest.fixture
def visit(product, browser, request):
    """Return a function that opens a page of a new person: visit(email="", phone=False)."""
    opened = []

    def open_page(email="", *, phone=False, **context):
        window = browser.new_context(
            base_url=product.url,
            viewport=PHONE if phone else DESKTOP,
            permissions=["camera", "microphone"],
            locale="en-IN",
            timezone_id="Asia/Kolkata",
            **context,
        )
        page = window.new_page()
        page.seen_errors, page.expected_errors = [], []
        page.on("pageerror", lambda error: page.seen_errors.append(str(error)))
        page.on("console", lambda message: _note(page, message))
        opened.append(page)
        if email:
            log_in(page, email)
        return page

    yield open_page
    failed = getattr(request.node, "failed", False)
    errors = []
    for number, page in enumerate(opened):
        if failed:
            _keep_picture(page, request.node.name, number)
        errors += [e for e in page.seen_errors if not any(x in e for x in page.expected_errors)]
        page.context.close()
    if not failed:
        assert errors == []


def log_in(page, email, password=PASSWORD):
    """Log a browser in as its login page would, without drawing two pages for it."""
    send = page.context.request
    where = send.get("/login/").url
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    form = {"login": email, "password": password, "csrfmiddlewaretoken": cookies["csrftoken"]}
    answer = send.post("/login/", form=form, headers={"Referer": where})
    assert "/login" not in answer.url, f"{email} was not let in: {answer.status}"


def _note(page, message):
    where = message.location.get("url", "") if message.location else ""
    if message.type == "error" and not any(part in where for part in HARMLESS):
        page.seen_errors.append(f"{message.text} ({where})")


def _keep_picture(page, name, number):
    folder = Path(os.environ.get("E2E_PICTURES", ".pytest_cache/pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    safe = "".join(letter if letter.isalnum() else "-" for letter in name)
    page.screenshot(path=folder / f"{safe}-{number}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Put the server's last lines under a failed browser test."""
    report = yield
    if report.failed:
        item.failed = True
        running = getattr(item, "funcargs", {}).get("product")
        load = " ".join(f"{value:.1f}" for value in os.getloadavg())
        report.sections.append(("machine", f"load average {load}"))
        if running:
            report.sections.append(("server log", running.tail()))
    return report
