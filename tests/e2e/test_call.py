"""Three people in a call: hands, reactions, captions, the data ladder, who asks for which video."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.looks import violations
from tests.e2e.rooms import at_the_door, from_more, go_in, make_class, sees, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# The browser's speech recognition, which would ask its maker's servers: says what `__say` is given.
SPEECH = """window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() { window.__hearing = true; window.__say = (text, isFinal) => this.onresult({
    resultIndex: 0, results: [Object.assign([{ transcript: text }], { isFinal })] }); }
  abort() { window.__hearing = false; }
};"""
APPLE = "Object.defineProperty(navigator, 'vendor', { get: () => 'Apple Computer, Inc.' });"


def meet(product, visit, people, scripts=("", "", "")):
    """Bring a mentor and learners into a running call; returns their pages."""
    lesson = make_class(product, learners=people - 1)
    pages = []
    for email, script in zip((lesson.mentor, *lesson.learners), scripts, strict=False):
        page = visit()
        page.context.add_init_script(script)
        pages.append(at_the_door(lambda page=page: page, lesson, email))
    for page in pages:
        go_in(page)
    pages[0].locator("[data-start]").click()
    for page in pages:
        sees(page, people=people - 1)
    return pages


def tile(page, name):
    """Return somebody's tile on a page."""
    return page.locator(".tile", has=page.locator(".tile-who", has_text=name)).first


def sends(page, to):
    """Return an expression: how this page's video goes to another page's person."""
    pid = to.evaluate("__room.pid")
    return f"(__room.shares[{json.dumps(pid)}] ?? {{}})"


def test_hands_reactions_captions_and_keys_of_three_people(product, visit):
    mentor, first, second = meet(product, visit, 3, scripts=(APPLE, "", SPEECH))

    for page, words in ((second, "Learner 1: hand up."), (first, "Learner 0: hand up.")):
        page.keyboard.press("h")
        expect(mentor.locator("[data-note]")).to_have_text(words)
    expect(mentor.locator(".hands-one")).to_have_text(["Learner 1", "Learner 0"])
    expect(tile(mentor, "Learner 0").locator(".tile-hand")).to_contain_text("2")
    mentor.get_by_role("button", name="Pin Learner 1").click()
    mentor.get_by_role("button", name="Lower the hand of Learner 1").click()
    expect(second.locator("[data-note]")).to_have_text("Your hand is down.")
    mentor.get_by_role("button", name="Lower all").click()
    expect(first.locator("[data-hands]")).to_be_hidden()

    from_more(first, "Applause")
    expect(tile(mentor, "Learner 0").locator(".tile-reaction")).to_have_text("👏")
    expect(second.locator("[data-reactions-said]")).to_have_text("Learner 0: Applause")

    from_more(mentor, "Show captions")
    expect(mentor.locator("[data-note]")).to_contain_text("once somebody turns on")
    from_more(second, "Settings")
    expect(second.locator("[data-used]")).to_contain_text("MB")
    assert violations(second) == []
    second.get_by_label("Caption what I say").check()
    second.get_by_role("button", name="Done").click()
    expect(second.locator("[data-more-open]")).to_be_focused()
    until(second, "window.__hearing")
    second.evaluate("__say('<b>loops', false); __say('<b>loops and lists', true)")
    expect(mentor.locator(".caption")).to_have_text("Learner 1 <b>loops and lists")
    expect(first.locator("[data-note]")).to_contain_text("There are captions")
    second.keyboard.press("m")
    until(second, "!window.__hearing && !__room.flags.mic")

    second.locator("[data-chat-open]").click()
    second.locator("#chat-text").press_sequentially("mvh")
    assert second.evaluate("__room.flags.cam"), "letters of a message are no commands"
    mentor.keyboard.press("?")
    dialog = mentor.get_by_role("dialog", name="Keyboard shortcuts")
    assert violations(mentor) == []
    dialog.get_by_label("Use single keys").uncheck()
    mentor.keyboard.press("Escape")
    mentor.keyboard.press("v")
    mentor.wait_for_timeout(200)
    assert mentor.evaluate("__room.flags.cam")
    assert mentor.evaluate("[...document.querySelectorAll('video')].every((one) => one.muted)")


def test_who_is_asked_for_what_and_the_ladder_steps_down_and_up(product, visit):
    mentor, first, second = meet(product, visit, 3)
    first.get_by_role("button", name="Pin Learner 1").click()
    until(second, f"{sends(second, first)}.scaleResolutionDownBy === 1")
    until(mentor, f"{sends(mentor, first)}.scaleResolutionDownBy === 2")
    assert mentor.evaluate(f"{sends(mentor, first)}.maxBitrate") <= 150_000
    first.locator("[data-layout]").click()
    until(mentor, f"{sends(mentor, first)}.scaleResolutionDownBy === 1")

    first.evaluate("__room.judge(1)")
    expect(first.locator("[data-note]")).to_contain_text("Video is smaller now")
    until(first, f"{sends(first, mentor)}.maxBitrate <= 200000")
    expect(first.locator("[data-note]")).to_contain_text("Video is paused")
    until(mentor, "!__room.people.find((one) => one.name === 'Learner 0').flags.cam")
    until(mentor, f"{sends(mentor, first)}.active === false")
    expect(tile(first, "Learner 1").locator(".tile-state")).to_have_text("Video paused")
    assert first.evaluate("__room.data.sent > 0 && __room.data.got > 0")

    first.evaluate("__room.judge(3)")
    from_more(first, "Settings")
    first.get_by_label("Save data: small video").check()
    expect(first.locator("[data-level-now]")).to_have_text("Now: small video.")
    until(mentor, f"{sends(mentor, first)}.active")
    sees(first, people=2)
    sees(mentor, people=2)
