"""Help for browser tests of rooms: a session about to start, and people at its door."""

import json
import time
from dataclasses import dataclass

from tests.e2e.conftest import LATEST, log_in
from tests.factories import PASSWORD

# The machine draws all cameras itself: small ones leave it time for what is asserted.
SMALL = """(() => {
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const ask = devices.getUserMedia.bind(devices);
  const video = { width: 320, height: 240, frameRate: 15 };
  devices.getUserMedia = (want) => ask(want.video ? { ...want, video } : want);
})();"""
MAKE = """
import json
from tests import factories
session = factories.session(
    by=factories.mentor({mentor!r}), starts_in={starts_in}, price=0, capacity={learners}, **{named}
)
seats = [factories.seat(session, factories.person("Learner %d" % n)) for n in range({learners})]
print(json.dumps([session.pk, session.mentor.user.email, [s.learner.email for s in seats]]))
"""


@dataclass
class Class:
    """A free session: its room's address, its mentor's and its learners' logins."""

    pk: int
    mentor: str
    learners: list[str]

    @property
    def url(self) -> str:
        """Return the room's address."""
        return f"/room/{self.pk}/"


def make_class(product, *, learners=1, starts_in=5, mentor="Anjali Rao", title="") -> Class:
    """Store a free session with booked learners in the running product."""
    named = {"title": title} if title else {}
    code = MAKE.format(mentor=mentor, starts_in=starts_in, learners=learners, named=named)
    return Class(*json.loads(product.run(code).strip().splitlines()[-1]))


def at_the_door(visit, lesson, email, **how):
    """Open the room's page as somebody; returns the page at the device preview."""
    page = visit(**how)
    page.context.add_init_script(SMALL)
    log_in(page, email, PASSWORD)
    page.goto(lesson.url)
    return page


def go_in(page):
    """Press Join and wait for the lobby or the call."""
    page.locator("[data-join]:enabled").click()
    until(page, "Boolean(window.__room.pid)")


def from_more(page, words):
    """Press a button of the menu More, by its words."""
    page.locator("[data-more-open]").click()
    page.locator("[data-more]").get_by_role("button", name=words, exact=True).click()


def until(page, expression, seconds=LATEST):
    """Wait until a JavaScript expression is true: Playwright's own waiting needs eval, which the
    page's policy forbids."""
    end = time.monotonic() + seconds
    last = None
    while time.monotonic() < end:
        try:
            last = page.evaluate(expression)
            if last:
                return last
        except Exception as error:  # the page is just loading
            last = error
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {expression} (last: {last})")


def frames(page):
    """Return how many frames were decoded from each other person."""
    return page.evaluate("window.__room.stats().then((all) => all.map((s) => s.framesDecoded))")


def sees(page, people=1, seconds=LATEST):
    """Wait until video of so many others is moving."""
    until(
        page,
        "window.__room.stats().then((all) => all.length === "
        f"{people} && all.every((s) => s.framesDecoded > 0))",
        seconds,
    )
    before = frames(page)
    until(
        page,
        "window.__room.stats().then((all) => all.length === "
        f"{people} && all.every((s, i) => s.framesDecoded > {before}[i]))",
        seconds,
    )
