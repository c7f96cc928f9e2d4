"""The profile in a browser: a picture cut by keyboard, a theme kept on the account."""

import io

import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def drawn():
    """Return a wide picture: left half red, right half blue."""
    picture = Image.new("RGB", (800, 400), "red")
    picture.paste("blue", (400, 0, 800, 400))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return {"name": "me.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_a_picture_is_seen_at_once_cut_by_keyboard_and_kept(visit):
    page = visit("learner2@peerlearn.test", phone=True)
    page.goto("/profile/picture/")
    page.set_input_files("input[type=file]", drawn())
    square = page.locator("canvas")
    square.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    left, top, right, bottom = map(float, page.input_value("input[name=crop]").split(","))
    assert (top, right, bottom) == (0, 1, 1)
    assert left == pytest.approx(0.5)
    page.get_by_role("button", name="Use this picture").click()
    page.get_by_text("Saved.").wait_for()
    face = page.locator("img.avatar-huge")
    size = face.evaluate("img => img.decode().then(() => [img.naturalWidth, img.naturalHeight])")
    assert size[0] == size[1]
    blue = """img => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 8;
      const paper = canvas.getContext("2d");
      paper.drawImage(img, 0, 0, 8, 8);
      return [...paper.getImageData(1, 4, 1, 1).data];
    }"""
    red, _green, blue_part, _alpha = face.evaluate(blue)
    assert blue_part > 200 > red


def test_what_is_no_picture_is_refused_before_it_is_sent(visit):
    page = visit("learner2@peerlearn.test")
    page.goto("/profile/picture/")
    file = {"name": "me.png", "mimeType": "image/png", "buffer": b"<svg/>"}
    page.set_input_files("input[type=file]", file)
    page.get_by_text("can't be read as a picture").wait_for()
    assert page.input_value("input[type=file]") == ""


def test_the_theme_is_the_accounts_on_a_device_never_seen_before(visit):
    page = visit("learner2@peerlearn.test")
    page.goto("/profile/preferences/")
    page.check("input[name=theme][value=dark]")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    elsewhere = visit("learner2@peerlearn.test", color_scheme="light")
    elsewhere.goto("/learner/dashboard/")
    theme = "document.documentElement.dataset.theme"
    assert elsewhere.evaluate(theme) == "dark"
    elsewhere.locator("summary", has_text="Account of").click()
    with elsewhere.expect_response("**/update/"):
        elsewhere.locator(".menu [data-theme-switch]").click()
    elsewhere.reload()
    assert elsewhere.evaluate(theme) == "light"
    elsewhere.goto("/profile/preferences/")
    elsewhere.check("input[name=theme][value='']")  # as other tests expect to find it
    elsewhere.get_by_role("button", name="Save").click()
    elsewhere.get_by_text("Saved.").wait_for()
    assert elsewhere.evaluate(theme) is None
