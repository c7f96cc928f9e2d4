"""The sign-up wizard on a phone, by touch: from the role to the first login."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.looks import check_page
from tests.e2e.registering import PASSWORD, confirm_address

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TOUCH = {"phone": True, "has_touch": True, "is_mobile": True}
SWIPE = """([dx]) => {
  const at = (x) => new Touch({ identifier: 1, target: document.querySelector("h1"),
    clientX: x, clientY: 300 });
  const send = (type, x) => document.querySelector("h1").dispatchEvent(new TouchEvent(type,
    { bubbles: true, touches: type === "touchend" ? [] : [at(x)], changedTouches: [at(x)] }));
  send("touchstart", 200);
  send("touchend", 200 + dx);
}"""


def picture():
    file = io.BytesIO()
    wide = Image.new("RGB", (600, 300), "red")
    wide.paste("blue", (300, 0, 600, 300))
    wide.save(file, "PNG")
    return {"name": "me.png", "mimeType": "image/png", "buffer": file.getvalue()}


def step(page, key, number, total):
    """Wait for a step and look at it: axe, nothing cut off, the right place marked."""
    page.wait_for_url(f"**/register/{key}")
    expect(page.get_by_text(f"Step {number} of {total}")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    check_page(page, key)


def go(page, name="Next"):
    page.get_by_role("button", name=name).tap()


def choose_role(page, words):
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.get_by_text(words).tap()
    go(page)


def fill_info(page, name, email):
    page.get_by_label("Full name").fill(name)
    page.get_by_label("E-mail").fill(email)
    field = page.get_by_label("Password", exact=True)
    words = page.locator("[data-strength-words]")
    field.press_sequentially("password1")
    expect(words).to_contain_text("guess")
    field.fill("")
    field.press_sequentially(PASSWORD)
    expect(words).to_contain_text("strong", ignore_case=True)
    check_page(page, "info, with a password")


def log_in(page, email):
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").tap()


def test_a_learner_signs_up_by_touch_and_logs_in(product, visit):
    page, email = visit(**TOUCH), "lata@example.test"
    page.goto("/register/")
    step(page, "", 1, 4)
    choose_role(page, "I want to learn")
    step(page, "info/", 2, 4)
    fill_info(page, "Lata Shenoy", email)
    page.evaluate(SWIPE, [-150])
    step(page, "profile/", 3, 4)
    page.locator("summary", has_text="Programming").tap()
    page.get_by_label("Python", exact=True).check()
    page.evaluate(SWIPE, [150])
    page.wait_for_url("**/register/info/")
    expect(page.get_by_label("E-mail")).to_have_value(email)
    expect(page.get_by_text("Your password is kept.")).to_be_visible()
    go(page)
    expect(page.get_by_label("Python", exact=True)).to_be_checked()
    go(page)
    step(page, "confirm/", 4, 4)
    page.reload()
    expect(page.get_by_text("Python")).to_be_visible()
    go(page, "Finish")
    page.wait_for_url("**/login/?registered=1")
    expect(page.get_by_text("Look into your mail")).to_be_visible()
    confirm_address(product, page, email)
    log_in(page, email)
    page.wait_for_url("**/learner/dashboard/")


def test_a_mentor_signs_up_by_touch_and_logs_in(product, visit):
    page, email = visit(**TOUCH), "girish@example.test"
    page.goto("/register/?role=mentor")
    go(page)
    step(page, "info/", 2, 5)
    fill_info(page, "Girish Kamath", email)
    go(page)
    step(page, "profile/", 3, 5)
    page.get_by_label("Your headline").fill("Recursion, one cup of tea at a time")
    page.get_by_label("Programming", exact=True).check()
    page.get_by_label("Rust", exact=True).check()
    page.get_by_label("Your picture").set_input_files(picture())
    expect(page.locator("canvas")).to_be_visible()
    page.locator("canvas").press("ArrowLeft")
    check_page(page, "profile, with a picture")
    go(page)
    step(page, "availability/", 4, 5)
    page.get_by_label("Price of an hour").fill("450")
    page.get_by_label("Monday, from").first.fill("18:00")
    page.get_by_label("Monday, to").first.fill("20:30")
    page.get_by_role("button", name="Same on Tuesday to Friday").tap()
    page.get_by_role("button", name="Remove these hours on Friday").tap()
    go(page)
    step(page, "confirm/", 5, 5)
    expect(page.get_by_text("18:00–20:30")).to_have_count(4)
    face = page.get_by_alt_text("Your picture")
    assert face.evaluate("(image) => image.naturalWidth === image.naturalHeight")
    go(page, "Finish")
    page.wait_for_url("**/login/?registered=1")
    confirm_address(product, page, email)
    log_in(page, email)
    page.wait_for_url("**/mentor/dashboard/")


def test_the_wizard_works_without_scripts(product, visit):
    page, email = visit(java_script_enabled=False), "nina@example.test"
    page.expected_errors.append("400")  # how a form is refused
    page.goto("/register/")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Choose one: learner or mentor.").first).to_be_visible()
    page.get_by_label("I want to teach").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Full name").fill("Nina Rao")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Your headline").fill("Slow maths")
    page.get_by_label("Programming", exact=True).check()
    page.get_by_label("Your picture").set_input_files(picture())
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Price of an hour").fill("0")
    page.locator("input[name=hours-2-0-from]").fill("09:00")
    page.locator("input[name=hours-2-0-to]").fill("10:00")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/login/?registered=1")
