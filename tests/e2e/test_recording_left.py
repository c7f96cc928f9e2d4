"""Leaving the page while the end of a recording is still on its way up."""

import pytest
from playwright.sync_api import expect

from tests.e2e.rooms import at_the_door, from_more, go_in, make_class, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ASKS = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def test_who_leaves_before_the_last_second_is_up_is_asked_first(product, visit):
    lesson = make_class(product)
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    from_more(mentor, "Record")
    mentor.get_by_role("button", name="Ask everybody").click()
    until(mentor, "window.__room.recorded >= 1")
    held, free = [], []
    mentor.route("**/chunks/**", lambda one: one.continue_() if free else held.append(one))
    mentor.get_by_role("button", name="End", exact=True).click()
    mentor.get_by_role("button", name="End for everybody").click()
    expect(mentor.get_by_role("heading", name="That was your session")).to_be_visible()
    until(mentor, ASKS)
    free.append(True)
    for one in held:
        one.continue_()
    until(mentor, f"!({ASKS})")
