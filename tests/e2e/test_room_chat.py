"""What two people hand each other in a room: words, emoji, files, and notes written together."""

import pytest
from playwright.sync_api import expect

from tests.accounts.test_picture import drawn
from tests.e2e.looks import violations
from tests.e2e.rooms import at_the_door, go_in, make_class, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def met(product, visit):
    """Return (mentor's page, learner's page on a phone) of a class that runs."""
    lesson = make_class(product)
    learner = at_the_door(visit, lesson, lesson.learners[0], phone=True)
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    for page in (mentor, learner):
        expect(page.locator("[data-view=call]")).to_be_visible()
    return mentor, learner


def file(name, data):
    return {"name": name, "mimeType": "text/html", "buffer": data}


def test_emoji_files_and_what_is_unread(met):
    mentor, learner = met
    for page in (mentor, learner):
        page.locator("[data-chat-open]").click()
    field = learner.locator("#chat-text")
    field.press_sequentially("Look ")
    expect(mentor.locator("[data-chat-typing]")).to_have_text("Learner 0 is writing…")
    mentor.keyboard.press("Escape")
    learner.locator("[data-emoji-open]").click()
    learner.keyboard.type("rocket")
    assert violations(learner) == []
    learner.keyboard.press("ArrowDown")
    learner.keyboard.press("Enter")
    expect(field).to_be_focused()
    field.press_sequentially(" https://example.org/a.")
    field.press("Enter")

    learner.expected_errors.append("400")
    learner.locator("[data-file]").set_input_files(
        [file("me.txt", drawn()), file("notes.pdf", b"<!doctype html><script>alert(1)</script>")]
    )
    expect(learner.locator(".upload [role=alert]")).to_contain_text("notes.pdf: Send a PDF")
    expect(mentor.locator("[data-chat-open] [data-badge]")).to_have_text("2")

    mentor.reload()
    until(mentor, "Boolean(window.__room.pid)")
    expect(mentor.locator("[data-chat-open] [data-badge]")).to_have_text("2")
    mentor.locator("[data-chat-open]").click()
    expect(mentor.locator(".line-text").first).to_have_text("Look 🚀 https://example.org/a.")
    expect(mentor.locator(".line-text a")).to_have_attribute("href", "https://example.org/a")
    expect(mentor.locator(".line-news")).to_be_visible()
    mentor.get_by_role("button", name="Picture: me.webp").click()
    until(mentor, "document.querySelector('.viewer-picture').naturalWidth === 300")
    assert violations(mentor) == []
    mentor.keyboard.press("Escape")
    with mentor.expect_download() as saved:
        mentor.get_by_role("link", name="Save the chat as text").click()
    assert "(sent the file me.webp)" in saved.value.path().read_text()


# What a browser tells of files that are dragged over an element and let go, or pasted into it.
BRING = """([where, kind, types]) => {
  const data = new DataTransfer();
  for (const type of types) {
    if (type === "file") data.items.add(new File(["words"], "brought.txt", { type: "text/plain" }));
    else data.setData(type, "copied words");
  }
  const how = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...how, clipboardData: data })
    : new DragEvent(kind, { ...how, dataTransfer: data });
  return document.querySelector(where).dispatchEvent(event);
}"""


def bring(page, where, kind, *types):
    """Return whether the browser goes on to do what it does by itself."""
    return page.evaluate(BRING, [where, kind, types or ["file"]])


def test_files_are_dropped_and_pasted_into_the_chat_and_nowhere_else(met):
    mentor, learner = met
    mentor.locator("[data-chat-open]").click()
    lines = mentor.locator(".line-file-name")
    assert not bring(mentor, "[data-chat-lines]", "dragover")
    expect(mentor.locator(".chat-drop")).to_be_visible()
    assert violations(mentor) == []
    assert not bring(mentor, "[data-chat-lines]", "drop")
    expect(mentor.locator(".chat-drop")).to_be_hidden()
    expect(lines).to_have_text(["brought.txt"])
    assert not bring(mentor, "#chat-text", "paste")
    expect(lines).to_have_count(2)
    # Beside the chat the browser would open the file in place of the call.
    assert not bring(mentor, "[data-stage]", "drop")
    # Words are the field's own business, also where a picture of them comes along.
    assert bring(mentor, "#chat-text", "drop", "text/plain")
    assert bring(mentor, "#chat-text", "paste", "text/plain", "file")
    mentor.wait_for_timeout(500)
    expect(lines).to_have_count(2)
    expect(learner.locator("[data-chat-open] [data-badge]")).to_have_text("2")


def test_the_chat_stays_at_its_end_when_pictures_load(met):
    mentor, _ = met
    mentor.locator("[data-chat-open]").click()
    for number in range(4):
        mentor.locator("[data-file]").set_input_files([file(f"{number}.txt", drawn())])
        expect(mentor.locator(".line")).to_have_count(number + 1)
    log = "document.querySelector('[data-chat-log]')"
    until(mentor, f"[...{log}.querySelectorAll('img')].every((one) => one.complete)")
    mentor.set_viewport_size({"width": 1280, "height": 600})
    until(mentor, f"{log}.scrollHeight > {log}.clientHeight + 100")
    until(mentor, f"{log}.scrollHeight - {log}.scrollTop - {log}.clientHeight < 2")


def notes_of(page):
    page.locator("[data-more-open]").click()
    page.locator("[data-notes-open]").click()
    return page.locator("#notes-text")


def test_two_write_notes_at_once_and_find_them_after_a_reload(met):
    mentor, learner = met
    one, other = notes_of(mentor), notes_of(learner)
    one.press_sequentially("1. Borrow <b>\n")
    expect(other).to_have_value("1. Borrow <b>\n")
    other.press("Control+End")
    one.press("Control+Home")
    one.press_sequentially("Plan\n", delay=30)
    other.press_sequentially("2. Move 🎓", delay=30)
    one.press_sequentially("of today\n", delay=30)
    whole = "Plan\nof today\n1. Borrow <b>\n2. Move 🎓"
    for page, field in ((mentor, one), (learner, other)):
        expect(field).to_have_value(whole)
        expect(page.locator("[data-notes-state]")).to_contain_text("Saved")
    assert violations(learner) == []

    learner.context.set_offline(True)
    learner.expected_errors += ["ERR_INTERNET_DISCONNECTED", "WebSocket"]
    until(learner, "!window.__room.online")
    other.press_sequentially("!")
    one.press_sequentially("and: ")
    learner.context.set_offline(False)
    until(learner, "window.__room.online")
    whole = whole.replace("1.", "and: 1.") + "!"
    for field in (one, other):
        expect(field).to_have_value(whole)
    mentor.reload()
    until(mentor, "Boolean(window.__room.pid)")
    expect(notes_of(mentor)).to_have_value(whole)
