"""A call between two homes, and how to see that it is whole again."""

import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.e2e.rooms import SMALL, go_in, make_class, until
from tests.factories import PASSWORD
from tests.support.product import Product

RECOVERED_WITHIN = 15
# Decoded since the repair, on each side: not one late picture but a stream.
ENOUGH = 5
LOOK = """async () => ({
  online: __room.online,
  states: __room.states,
  gens: __room.people.map(({ gen }) => gen),
  frames: (await __room.stats()).reduce((sum, { framesDecoded }) => sum + framesDecoded, 0),
})"""


@dataclass
class Call:
    """Two pages in a room: the mentor's at home 1, the learner's at home 2."""

    mentor: Page
    learner: Page
    errors: list[str]

    @property
    def pages(self) -> tuple[Page, Page]:
        """Return both."""
        return self.mentor, self.learner

    def close(self) -> None:
        """Close both browsers' windows."""
        for page in self.pages:
            page.context.close()


def meet(product: Product, homes: list[Browser], script: str = "") -> Call:
    """Bring a mentor and a learner into a running class, each from a home of their own."""
    lesson = make_class(product)
    pages, errors = [], []
    for browser, email in zip(homes, (lesson.mentor, *lesson.learners), strict=True):
        context = browser.new_context(
            base_url=product.url, permissions=["camera", "microphone"], locale="en-IN"
        )
        context.add_init_script(SMALL + script)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        log_in(page, email)
        page.goto(lesson.url)
        go_in(page)
    pages[0].locator("[data-start]").click()
    for page in pages:
        until(page, "__room.people.length === 1", 15)
    return Call(*pages, errors)


def log_in(page: Page, email: str) -> None:
    """Log in by the page itself: only from there is a way to the server."""
    page.goto("/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(lambda url: "/login" not in url)


def flowing(call: Call, seconds: float = RECOVERED_WITHIN) -> float:
    """Wait until both are online, connected and decode frame after frame; return how long it took.

    Raises AssertionError with what both saw last.
    """
    began = time.monotonic()
    before = [page.evaluate(LOOK)["frames"] for page in call.pages]
    decoded = [0, 0]
    while time.monotonic() - began < seconds:
        seen = [page.evaluate(LOOK) for page in call.pages]
        for n, now in enumerate(seen):
            # A new connection counts from nothing.
            decoded[n] += max(0, now["frames"] - before[n])
            before[n] = now["frames"]
        whole = all(now["online"] and now["states"] == ["connected"] for now in seen)
        if whole and min(decoded) >= ENOUGH:
            return time.monotonic() - began
        call.mentor.wait_for_timeout(100)
    raise AssertionError(f"not whole within {seconds} s: decoded {decoded}, last {seen}")


def frames(page: Page) -> int:
    """Return how many frames a page has decoded."""
    return page.evaluate(LOOK)["frames"]


def still(page: Page, seconds: float = 1) -> bool:
    """Tell whether nothing is decoded for a while."""
    before = frames(page)
    page.wait_for_timeout(1000 * seconds)
    return frames(page) == before


def path(page: Page) -> tuple[bool, str]:
    """Return whether a page's media go through a TURN server, and by which protocol they leave."""
    (one,) = page.evaluate("__room.stats()")
    return one["relay"], one["protocol"]
