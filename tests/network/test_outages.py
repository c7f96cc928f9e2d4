"""A call outlives its network: cuts, another address, a server that is started again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.rooms import until
from tests.network.calls import LOOK, flowing, frames, still

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PIDS = "[__room.pid, ...__room.people.map(({ pid }) => pid)]"


@pytest.fixture
def call(calling):
    """Return a call that runs; the same two people are in it at the end."""
    running = calling()
    flowing(running)
    before = [page.evaluate(PIDS) for page in running.pages]
    yield running
    assert [page.evaluate(PIDS) for page in running.pages] == before


def chat_passes(call, text):
    """Say something as the learner; the mentor must see it."""
    call.learner.locator("[data-chat-open]").click()
    call.learner.locator("#chat-text").fill(text)
    call.learner.keyboard.press("Enter")
    expect(call.mentor.locator("[data-chat]")).to_contain_text(text, timeout=10_000)


@pytest.mark.parametrize("seconds", [5, 25])
def test_a_call_comes_back_after_the_line_was_cut(call, net, seconds):
    net.cut(2)
    call.mentor.wait_for_timeout(1000 * (seconds - 1))
    assert still(call.mentor)
    net.mend(2)
    flowing(call)
    chat_passes(call, f"back after {seconds}")


@pytest.mark.parametrize("number", [1, 2], ids=["mentor", "learner"])
def test_a_call_comes_back_on_another_address(call, net, number):
    net.move(number)
    flowing(call)
    chat_passes(call, "from elsewhere")


def test_a_call_goes_on_while_the_server_is_started_again(call, product):
    before = [page.evaluate(LOOK)["gens"] for page in call.pages]
    product.kill()
    for page in call.pages:
        until(page, "!__room.online", 15)
    seen = [frames(page) for page in call.pages]
    call.mentor.wait_for_timeout(1000)
    assert all(frames(page) > then for page, then in zip(call.pages, seen, strict=True))
    product.start()
    flowing(call)
    assert [page.evaluate(LOOK)["gens"] for page in call.pages] == before
    chat_passes(call, "after the restart")
