"""Every public page for everybody: axe, light and dark, phone and desk, 320 px, keyboard, errors.

Open states, too: menu, dialog, sheet, toast, a form with mistakes, questions.
"""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import _note, log_in
from tests.e2e.looks import (
    BOTH_AT_ONCE,
    VARIANTS,
    check_variants,
    still,
    violations,
    violations_in_dialog,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

FIND = """
import json
from django.db.models import F
from learning.models import Mentor, Session
from peerlearn.common.clock import now
coming = Session.objects.filter(state="scheduled", kind="public", starts_at__gt=now())
found = {
    "open": coming.filter(seats_taken__lt=F("capacity")).last(),
    "full": coming.filter(seats_taken=F("capacity")).first(),
    "past": Session.objects.filter(state="completed", kind="public").first(),
    "mentor": Mentor.objects.filter(vetting="approved", rating_count__gt=0).first(),
}
print(json.dumps({name: one.get_absolute_url() for name, one in found.items() if one}))
"""

# Name and address; in braces what FIND found. The last column: how it answers.
PAGES = (
    ("landing", "/", 200),
    ("catalogue", "/sessions/", 200),
    ("catalogue, filtered", "/sessions/?topic=programming&price=under-500", 200),
    ("catalogue, nothing found", "/sessions/?q=zzzzqqq&price=free", 200),
    ("topic", "/sessions/topic/programming/", 200),
    ("session, open", "{open}", 200),
    ("session, full", "{full}", 200),
    ("session, past", "{past}", 200),
    ("mentors", "/mentors/", 200),
    ("mentors, nobody found", "/mentors/?q=zzzzqqq", 200),
    ("mentor", "{mentor}", 200),
    ("about", "/about/", 200),
    ("contact", "/contact/", 200),
    ("terms", "/terms/", 200),
    ("login", "/login/", 200),
    ("register", "/register/", 200),
    ("reset", "/reset-password/", 200),
    ("wrong address", "/no-such-page/", 404),
    ("logins", "/dev/logins/", 200),
    ("patterns", "/patterns/", 200),
)


@pytest.fixture(scope="module")
def places(product):
    """Addresses of a session that is open, one full, one past, and of a mentor with reviews."""
    return json.loads(product.run(FIND).strip().splitlines()[-1])


@pytest.fixture(scope="module")
def shared(product, browser):
    """One window for all pages: nobody logged in, nothing moves."""
    window = browser.new_context(
        base_url=product.url, reduced_motion="reduce", locale="en-IN", timezone_id="Asia/Kolkata"
    )
    page = window.new_page()
    page.seen_errors = []
    page.on("pageerror", lambda error: page.seen_errors.append(str(error)))
    page.on("console", lambda message: _note(page, message))
    yield page
    window.close()


@pytest.fixture
def page(shared):
    """The shared window as a phone; what it saw as errors fails the test."""
    shared.set_viewport_size({"width": 390, "height": 844})
    shared.emulate_media(color_scheme="light")
    shared.seen_errors.clear()
    yield shared
    assert shared.seen_errors == []


@pytest.mark.parametrize(("name", "address", "status"), PAGES, ids=[row[0] for row in PAGES])
def test_a_page_is_for_everybody(page, places, name, address, status):
    answer = page.goto(address.format(**places))
    assert answer.status == status
    assert page.locator("h1").count() == 1
    # The patterns show light and dark side by side; axe needs long for so many.
    check_variants(page, name, BOTH_AT_ONCE if name == "patterns" else VARIANTS)
    if status == 404:
        # Chromium writes the answer's status into the console, as it does for every page not found.
        page.seen_errors[:] = [error for error in page.seen_errors if "404" not in error]


def test_the_first_tab_shows_the_skip_link_which_leads_past_the_header(page):
    page.goto("/sessions/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


COVERED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const bars = ".site-header, .bottom-nav, .buy-bar, .action-bar";
  const fixed = one.closest(`${bars}, .toasts, .banners, .skip-link`);
  const box = one.getBoundingClientRect();
  if (fixed || !box.width) return "";
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const rows = [box.top + 2, box.top + box.height / 2, box.bottom - 2];
  const seen = rows.some((y) => {
    const top = document.elementFromPoint(x, y);
    return top && !top.closest(bars);
  });
  return seen ? "" : `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`;
}"""


@pytest.mark.parametrize("place", ["/", "/sessions/", "{open}", "{mentor}"])
@pytest.mark.parametrize("width", [390, 1350])
def test_the_focus_is_never_under_a_bar(page, places, place, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(place.format(**places))
    hidden = []
    for key in ["Tab"] * 40 + ["Shift+Tab"] * 20:
        page.keyboard.press(key)
        covered = page.evaluate(COVERED)
        if covered:
            hidden.append(covered)
    assert hidden == []


def test_what_opens_is_for_everybody_and_gives_the_focus_back(page):
    for width, scheme in ((390, "dark"), (1350, "light")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        page.goto("/patterns/")
        for kind in ("dialog", "sheet"):
            opener = page.locator(f"#pattern-{kind} [data-theme={scheme}] [data-dialog-open]")
            opener.click()
            opened = page.locator("dialog[open]")
            expect(opened).to_be_visible()
            assert opened.evaluate("one => one.contains(document.activeElement)")
            assert violations_in_dialog(page) == [], kind
            page.keyboard.press("Escape")
            expect(opened).to_have_count(0)
            expect(opener).to_be_focused()
        page.get_by_role("button", name="Show a toast").click()
        page.get_by_role("button", name="Show an error").click()
        expect(page.locator("[data-toasts] .toast")).to_have_count(2)
        assert violations(page) == [], "toasts"


def test_a_sheet_is_pulled_down_with_a_finger(product, browser):
    window = browser.new_context(
        base_url=product.url, viewport={"width": 390, "height": 844}, has_touch=True
    )
    page = window.new_page()
    page.goto("/patterns/")
    page.locator("#pattern-sheet [data-theme=light] [data-dialog-open]").click()
    head = page.locator("dialog[open] .dialog-head")
    expect(head).to_be_visible()
    still(page)  # it slides in
    box = head.bounding_box()
    x, y = box["x"] + 60, box["y"] + 20
    touch = window.new_cdp_session(page)
    for kind, way in (("touchStart", 0), ("touchMove", 60), ("touchMove", 160), ("touchEnd", None)):
        points = [] if way is None else [{"x": x, "y": y + way}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(page.locator("dialog[open]")).to_have_count(0)
    window.close()


def test_a_form_with_mistakes_and_open_questions_are_for_everybody(page):
    page.goto("/login/")
    page.locator("input[name=login]").fill("nobody@example.org")
    page.locator("input[name=password]").fill("wrong")
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    expect(page.locator("[data-form-errors]")).to_be_visible()
    check_variants(page, "login with mistakes")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    for summary in page.locator(".questions summary").all():
        summary.click()
    check_variants(page, "questions open")


def test_the_menu_of_the_account_is_for_everybody(product, browser):
    window = browser.new_context(base_url=product.url, reduced_motion="reduce")
    page = window.new_page()
    log_in(page, "learner@peerlearn.test")
    for width, scheme in ((390, "dark"), (1350, "light")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        page.goto("/sessions/")
        page.locator("details[data-menu] > summary").click()
        expect(page.locator(".menu-panel")).to_be_visible()
        assert violations(page) == [], (width, scheme)
        page.keyboard.press("Escape")
        expect(page.locator(".menu-panel")).to_be_hidden()
    window.close()
