"""The whiteboard, the slides and a shared screen, two people in two browsers."""

import io

import pytest
from fpdf import FPDF
from playwright.sync_api import expect

from tests.e2e.looks import violations, violations_in_dialog
from tests.e2e.rooms import at_the_door, go_in, make_class, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def both_inside(product, visit):
    """Return the pages of a mentor at a desk and a learner with a phone, in the call."""
    lesson = make_class(product)
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    learner = at_the_door(visit, lesson, lesson.learners[0], phone=True)
    go_in(learner)
    expect(learner.locator("[data-view=call]")).to_be_visible()
    return mentor, learner


def spot(page, x, y):
    """Return where a place of the board (1600 x 1000) is on screen."""
    box = page.locator("[data-board-area]").bounding_box()
    scale = min(box["width"] / 1600, box["height"] / 1000)
    left, top = (box["width"] - 1600 * scale) / 2, (box["height"] - 1000 * scale) / 2
    return box["x"] + left + x * scale, box["y"] + top + y * scale


def drag(page, *places):
    """Press at the first place, go through the others, lift."""
    page.mouse.move(*spot(page, *places[0]))
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*spot(page, *place), steps=4)
    page.mouse.up()


def items(page, count):
    """Wait until so many things stand on the board."""
    standing = page.locator("[data-board-area] svg > g:first-of-type > [data-item]")
    expect(standing).to_have_count(count)


def open_more(page, name):
    """Press one of the buttons of the menu More."""
    page.locator("[data-more-open]").click()
    page.locator(f"[data-{name}-open]").click()


def test_two_people_draw_on_one_board_by_hand_and_by_keys(product, visit):
    mentor, learner = both_inside(product, visit)
    open_more(mentor, "board")
    expect(learner.locator("[data-board]")).to_be_visible()
    note = learner.locator("[data-note]")
    expect(note).to_have_text("The mentor opened the whiteboard.")
    note.click()
    assert note.text_content() == "", "a press takes it away before its time"
    drag(mentor, (200, 200), (400, 400), (600, 200))
    items(learner, 1)
    learner.locator("[data-tool=note]").click()
    learner.mouse.click(*spot(learner, 900, 500))
    learner.locator("#board-text").fill("<b>Homework</b>")
    learner.get_by_role("button", name="Put on the board").click()
    expect(mentor.locator("[data-item] text")).to_have_text("<b>Homework</b>")
    expect(mentor.locator("[data-board-said]")).to_contain_text("wrote: <b>Homework</b>")
    # By keys alone: an arrow, and taking it back.
    mentor.locator("[data-tool=arrow]").focus()
    mentor.keyboard.press("Enter")
    mentor.locator("[data-board-area]").focus()
    for key in ("Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space"):
        mentor.keyboard.press(key)
    items(learner, 3)
    mentor.keyboard.press("Control+z")
    items(learner, 2)
    assert violations(learner) == []
    assert learner.evaluate("document.documentElement.scrollWidth") <= 390
    with mentor.expect_download() as saved:
        mentor.locator("[data-board-save]").click()
    assert saved.value.suggested_filename == "board-1.png"
    mentor.locator("[data-board-new]").click()
    expect(learner.locator("[data-board-page]")).to_have_text("Page 2 of 2")
    items(learner, 0)
    learner.locator("[data-board-before]").click()
    items(learner, 2)
    mentor.locator("[data-board-allow]").click()
    expect(learner.locator("[data-board-watch]")).to_be_visible()
    learner.reload()
    expect(learner.locator("[data-board-page]")).to_have_text("Page 2 of 2")
    learner.locator("[data-board-before]").click()
    items(learner, 2)
    mentor.locator("[data-board-close]").click()
    expect(learner.locator("[data-board]")).to_be_hidden()


STANDING = """() => [...document.querySelectorAll(
  "[data-board-area] svg > g:first-of-type > [data-item]")].map((one) => one.dataset.item)"""


def test_what_is_put_back_stands_where_it_stood_and_a_phone_on_its_side_has_room(product, visit):
    mentor, learner = both_inside(product, visit)
    open_more(mentor, "board")
    expect(learner.locator("[data-board]")).to_be_visible()
    drag(mentor, (200, 200), (600, 200))
    drag(mentor, (200, 400), (600, 400))
    items(learner, 2)
    before = learner.evaluate(STANDING)
    mentor.locator("button[data-tool=erase]").click()
    drag(mentor, (400, 150), (400, 250))
    items(learner, 1)
    mentor.locator("[data-board-undo]").click()
    for page in (mentor, learner):
        items(page, 2)
        assert page.evaluate(STANDING) == before
    learner.set_viewport_size({"width": 844, "height": 390})
    paper = "document.querySelector('[data-board-area] svg > rect').getBoundingClientRect().height"
    assert learner.evaluate(paper) > 150
    assert all(tile.bounding_box()["width"] > 100 for tile in learner.locator(".tile").all())
    assert violations(learner) == []


def test_everybody_sees_the_slide_the_mentor_is_on_then_their_screen(product, visit):
    mentor, learner = both_inside(product, visit)
    open_more(mentor, "slides")
    expect(mentor.locator("[data-slides-dialog]")).to_be_visible()
    deck = {"name": "Rust.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    mentor.locator("[data-slides-file]").set_input_files(deck)
    picture = learner.locator("[data-slides-picture]")
    expect(picture).to_be_visible()
    until(learner, "document.querySelector('[data-slides-picture]').naturalWidth > 0")
    expect(picture).to_have_attribute("alt", "Chapter 1")
    mentor.locator("[data-slides-area]").focus()
    mentor.keyboard.press("ArrowRight")
    expect(learner.locator("[data-slides-page]")).to_have_text("Slide 2 of 2")
    expect(picture).to_have_attribute("alt", "Chapter 2")
    assert violations(mentor) == []
    learner.reload()
    expect(learner.locator("[data-slides-page]")).to_have_text("Slide 2 of 2")
    mentor.locator("[data-slides-choose]").click()
    mentor.get_by_role("button", name="Delete Rust").click()
    assert violations_in_dialog(mentor) == []
    mentor.get_by_role("button", name="Delete for good Rust").click()
    expect(mentor.locator("[data-slides-list] li")).to_have_count(0)
    expect(picture).to_be_hidden()
    mentor.get_by_role("button", name="Not now").click()
    # What the shared screen plays goes out together with the voice, and ends with it.
    voice = mentor.evaluate("window.__room.sends.audio")
    mentor.locator("[data-screen]").click()
    until(mentor, f"window.__room.flags.screen && window.__room.sends.audio !== {voice!r}")
    mentor.locator("[data-screen]").click()
    until(mentor, f"!window.__room.flags.screen && window.__room.sends.audio === {voice!r}")


def pdf():
    """Return a PDF of two pages that say which they are."""
    made, stored = FPDF(), io.BytesIO()
    made.set_font("helvetica", size=40)
    for number in (1, 2):
        made.add_page()
        made.cell(text=f"Chapter {number}")
    made.output(stored)
    return stored.getvalue()
