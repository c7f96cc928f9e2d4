"""The room for everybody: axe finds nothing, targets are large, nothing is cut off at 320 px."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looks import violations
from tests.e2e.rooms import at_the_door, from_more, go_in, make_class, sees

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SMALL = """() => [...document.querySelectorAll("button, a[href], summary, select, .star")]
  .filter((e) => e.checkVisibility() && !e.matches(".skip-link, .line-text a"))
  .filter((e) => { const b = e.getBoundingClientRect(); return b.width < 44 || b.height < 44; })
  .map((e) => e.outerHTML.slice(0, 120))"""


def check(page, where):
    page.wait_for_timeout(250)
    assert violations(page) == [], where
    assert page.evaluate(SMALL) == [], where
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, where


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_every_view_of_the_room_passes_axe_with_large_targets(product, visit, phone):
    lesson = make_class(product)
    learner = at_the_door(visit, lesson, lesson.learners[0], phone=phone)
    expect(learner.locator("[data-preview-video]")).to_be_visible()
    learner.locator("summary").click()
    check(learner, "preview")
    go_in(learner)
    expect(learner.locator(".lobby-person")).to_have_count(2)
    check(learner, "lobby")
    mentor = at_the_door(visit, lesson, lesson.mentor, phone=phone)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    sees(learner)
    check(learner, "call")
    learner.locator("[data-chat-open]").click()
    learner.locator("#chat-text").fill("Notes: https://example.org/rust")
    learner.locator("#chat-text").press("Enter")
    expect(learner.locator(".line")).to_be_visible()
    check(learner, "chat")
    mentor.get_by_role("button", name="End", exact=True).click()
    check(mentor, "end dialog")
    mentor.get_by_role("button", name="End for everybody").click()
    expect(learner.locator("[data-view=after]")).to_be_visible()
    check(learner, "after")
    check(mentor, "summary")


def test_nothing_is_cut_off_at_320_pixels(product, visit):
    lesson = make_class(product, title="Python for people who keep copying from Stack Overflow")
    page = at_the_door(visit, lesson, lesson.mentor)
    page.set_viewport_size({"width": 320, "height": 640})
    check(page, "preview")
    go_in(page)
    page.locator("[data-start]").click()
    expect(page.locator("[data-view=call]")).to_be_visible()
    check(page, "call")
    from_more(page, "Settings")
    expect(page.get_by_role("heading", name="Settings")).to_be_in_viewport()
    page.keyboard.press("Escape")
    for control in page.locator(".controls .control").all():
        box = control.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["y"] + box["height"] <= 640


def test_the_way_into_the_call_and_out_works_by_keyboard(product, visit):
    lesson = make_class(product)
    page = at_the_door(visit, lesson, lesson.mentor)
    page.locator("[data-join]:enabled").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-lobby-title]")).to_be_focused()
    page.locator("[data-start]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#call-title")).to_be_focused()
    page.locator("[data-chat-open]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chat-text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-chat-open]")).to_be_focused()
    page.locator("[data-end]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep going")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-end]")).to_be_focused()
