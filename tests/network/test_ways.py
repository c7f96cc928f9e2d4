"""Which way media take: directly, by TURN over UDP or TCP, or none, and then the room says so."""

import json
import time

import pytest
from playwright.sync_api import expect

from live.ice import turn_password
from tests.e2e.rooms import from_more, until
from tests.network.calls import flowing, frames, path
from tests.support.far import SECRET

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# Configurations of links pass through `change` on their way to the browser.
BETWEEN = """(() => {
  const change = (given) => %s;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(given) { super(change(given)); }
    setConfiguration(given) { super.setConfiguration(change(given)); }
  };
})();"""
RELAY_ONLY = BETWEEN % '({ ...given, iceTransportPolicy: "relay" })'
# The pass that this page has is another one than the server gave it.
OTHER_PASS = (
    BETWEEN
    % """({
    ...given,
    iceServers: given.iceServers.map((one) => ({ ...one, ...(one.username && %s) })),
  })"""
)


def test_a_direct_call_moves_to_turn_by_itself_when_its_way_is_closed(calling, net):
    call = calling()
    flowing(call)
    assert [path(page)[0] for page in call.pages] == [False, False]
    net.direct(False)
    flowing(call)
    assert [path(page)[0] for page in call.pages] == [True, True]


def test_where_no_direct_way_is_a_call_begins_through_turn(calling, net):
    net.direct(False)
    call = calling()
    flowing(call)
    assert [path(page)[0] for page in call.pages] == [True, True]


@pytest.mark.parametrize(("blocked", "left"), [("tcp", "udp"), ("udp", "tcp")])
def test_relay_only_goes_by_the_protocol_that_is_let_through(calling, net, blocked, left):
    net.block_turn(blocked)
    call = calling(RELAY_ONLY)
    flowing(call)
    assert [path(page) for page in call.pages] == [(True, left)] * 2


def a_pass(secret, seconds):
    """Return a TURN pass made with a secret, good from now for so many seconds."""
    username = f"{int(time.time() + seconds)}:u1"
    return {"username": username, "credential": turn_password(secret, username)}


@pytest.mark.parametrize(
    ("secret", "seconds"), [("another", 3600), (SECRET, -60)], ids=["wrong", "expired"]
)
def test_without_a_pass_that_turn_takes_there_is_no_media_and_the_room_says_so(
    calling, net, relay, secret, seconds
):
    net.direct(False)
    call = calling(OTHER_PASS % json.dumps(a_pass(secret, seconds)))
    for page, other in zip(call.pages, ("Learner 0", "Anjali Rao"), strict=True):
        words = page.locator("[data-no-way]")
        expect(words).to_contain_text(f"No video or sound between you and {other}", timeout=40_000)
        expect(words).to_contain_text("refused this call")
        expect(page.locator(".tile-state", has_text="No connection")).to_be_visible()
        assert page.evaluate("__room.online"), "chat still works"
        assert frames(page) == 0
    expect(call.mentor.locator("[data-stuck]")).to_be_visible(timeout=30_000)


def test_where_nothing_passes_the_room_says_what_to_do(calling, net):
    net.direct(False)
    for protocol in ("udp", "tcp"):
        net.block_turn(protocol)
    call = calling()
    words = call.learner.locator("[data-no-way]")
    expect(words).to_contain_text("Try another network", timeout=40_000)
    # And takes it back when there is a way.
    net.direct(True)
    flowing(call)
    expect(words).to_be_empty()


def test_when_the_class_goes_on_longer_links_find_ways_with_the_new_pass(calling, net, relay):
    net.direct(False)
    call = calling()
    flowing(call)
    pass_now = "__room.people[0].passes.at(-1)"
    before = [page.evaluate(pass_now) for page in call.pages]
    from_more(call.mentor, "More time")
    call.mentor.get_by_role("button", name="30 min").click()
    call.learner.locator("[data-time-yes]").click()
    for page, old in zip(call.pages, before, strict=True):
        until(page, f"{pass_now} !== {json.dumps(old)}")
    fresh = call.learner.evaluate(pass_now)
    assert int(fresh.split(":")[0]) == int(before[1].split(":")[0]) + 30 * 60
    assert fresh not in relay.words()
    net.move(2)
    flowing(call)
    assert fresh in relay.words()
